package io.carrick.amqp.sasl;

import io.carrick.amqp.mechanism.SaslFailure;
import io.carrick.amqp.mechanism.SaslPrep;
import io.carrick.amqp.mechanism.Utf8;
import io.carrick.broker.Identity;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** PLAIN (RFC 4616): {@code [authorization identity] NUL user NUL password}. */
final class PlainExchange extends ServerExchange {
    static final String NAME = "PLAIN";

    private final UserDirectory directory;

    PlainExchange(UserDirectory directory) {
        super(NAME);
        this.directory = directory;
    }

    @Override
    public boolean slow() {
        return true;
    }

    @Override
    boolean needsResponse() {
        return true;
    }

    @Override
    SaslStep evaluate(byte[] response) throws SaslFailure {
        int first = indexOfNul(response, 0);
        int second = first < 0 ? -1 : indexOfNul(response, first + 1);
        if (second < 0 || indexOfNul(response, second + 1) >= 0) {
            throw new SaslFailure("a PLAIN response has two NULs");
        }
        String user = name(response, first + 1, second);
        String wanted = name(response, 0, first);
        if (user.isEmpty()) {
            throw new SaslFailure("no user given");
        }
        if (!wanted.isEmpty() && !wanted.equals(user)) {
            throw new SaslFailure("user '" + user + "' may not act as '" + wanted + "'");
        }
        return verify(user, password(response, second + 1));
    }

    private SaslStep verify(String user, char[] password) throws SaslFailure {
        try {
            if (password.length == 0) {
                throw new SaslFailure("no password given for user '" + user + "'");
            }
            if (!directory.verifyPlain(user, password)) {
                throw new SaslFailure("unknown user or wrong password for '" + user + "'");
            }
        } finally {
            Arrays.fill(password, '\0');
        }
        return new SaslStep.Succeeded(new Identity(user, directory.roles(user)), null);
    }

    private static String name(byte[] response, int from, int to) throws SaslFailure {
        try {
            return SaslPrep.prepare(new String(Utf8.decode(response, from, to)));
        } catch (CharacterCodingException e) {
            throw new SaslFailure("user name is not UTF-8");
        } catch (IllegalArgumentException e) {
            throw new SaslFailure("user name: " + e.getMessage());
        }
    }

    private static char[] password(byte[] response, int from) throws SaslFailure {
        try {
            return Utf8.decode(response, from, response.length);
        } catch (CharacterCodingException e) {
            throw new SaslFailure("password is not UTF-8");
        }
    }

    private static int indexOfNul(byte[] response, int from) {
        for (int i = from; i < response.length; i++) {
            if (response[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
