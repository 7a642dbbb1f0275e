package io.carrick.jms.transport;

import io.carrick.jms.config.BrokerEndpoint;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.ssl.NotSslRecordException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Says what failed in the words of who configured it. */
final class Failures {
    private static final Set<HttpResponseStatus> REFUSALS =
            Set.of(HttpResponseStatus.UNAUTHORIZED, HttpResponseStatus.FORBIDDEN);
    private static final int CAUSES_MAX = 20;

    private final BrokerEndpoint broker;
    private final boolean restores;

    /**
     * Failures to talk to a broker.
     *
     * @param restores whether there will be other attempts, of which one may meet a better certificate
     */
    Failures(BrokerEndpoint broker, boolean restores) {
        this.broker = broker;
        this.restores = restores;
    }

    JMSException translate(Throwable cause) {
        return find(cause, SSLException.class)
                .map(tls -> ofTls(tls, cause))
                .or(() -> find(cause, WebSocketClientHandshakeException.class).map(web -> ofWebSocket(web, cause)))
                .or(() -> find(cause, UnknownHostException.class)
                        .map(host -> failure("the host '" + broker.host() + "' is unknown", cause)))
                .or(() -> find(cause, ConnectException.class)
                        .map(refused -> failure("nobody listens there (" + refused.getMessage() + ")", cause)))
                .orElseGet(() -> failure(text(cause), cause));
    }

    private JMSException ofTls(SSLException tls, Throwable cause) {
        if (tls instanceof NotSslRecordException) {
            return failure("it does not speak TLS on this port; is " + plainScheme() + ":// meant?", cause);
        }
        return ofCertificate(cause).orElseGet(() -> ofAlert(String.valueOf(tls.getMessage()), cause));
    }

    private String plainScheme() {
        return broker.scheme().isWebSocket() ? "amqpws" : "amqp";
    }

    private Optional<JMSException> ofCertificate(Throwable cause) {
        Optional<String> validity = find(cause, CertificateExpiredException.class)
                .map(e -> "its certificate has expired (" + e.getMessage() + ")")
                .or(() -> find(cause, CertificateNotYetValidException.class)
                        .map(e -> "its certificate is not valid yet (" + e.getMessage() + ")"));
        return validity.or(() -> find(cause, CertPathBuilderException.class)
                        .map(e -> "its certificate is signed by nobody who is trusted; transport.trustStoreLocation"
                                + " names the trusted"))
                .or(() -> find(cause, CertificateException.class).map(this::ofHost))
                .map(text -> restores ? failure(text, cause) : security(text, cause));
    }

    private String ofHost(CertificateException e) {
        return "its certificate is not accepted for the host '" + broker.host() + "' (" + e.getMessage()
                + "); transport.verifyHost=false renounces the check of the name";
    }

    /** An alert about a certificate is about ours. */
    private JMSException ofAlert(String message, Throwable cause) {
        boolean certificate = message.contains("certificate") || message.contains("unknown_ca");
        if (message.contains("fatal alert") && certificate) {
            return security(
                    "it refuses the certificate of the client, or wants one (" + message
                            + "); transport.keyStoreLocation names it",
                    cause);
        }
        return failure("TLS failed: " + message, cause);
    }

    private JMSException ofWebSocket(WebSocketClientHandshakeException web, Throwable cause) {
        HttpResponse response = web.response();
        return response != null && REFUSALS.contains(response.status())
                ? security("it refuses the WebSocket: " + response.status(), cause)
                : failure("it does not open the WebSocket: " + web.getMessage(), cause);
    }

    private JMSException failure(String reason, Throwable cause) {
        return linked(new JMSException("No connection to the broker at " + broker.uri() + ": " + reason), cause);
    }

    private JMSException security(String reason, Throwable cause) {
        return linked(
                new JMSSecurityException("No connection to the broker at " + broker.uri() + ": " + reason), cause);
    }

    private static JMSException linked(JMSException exception, Throwable cause) {
        exception.initCause(cause);
        if (cause instanceof Exception linked) {
            exception.setLinkedException(linked);
        }
        return exception;
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static <T extends Throwable> Optional<T> find(Throwable cause, Class<T> type) {
        Throwable each = cause;
        for (int i = 0; each != null && i < CAUSES_MAX; i++) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
            each = each.getCause();
        }
        return Optional.empty();
    }
}
