package io.carrick.jms.sasl;

/**
 * The mechanisms that present a token: XOAUTH2 and OAUTHBEARER (RFC 7628). A broker that refuses the token says why in a
 * challenge, which is answered by a single byte, whereupon the outcome follows (section 3.2.3).
 */
final class BearerExchange extends SingleMessageExchange {
    private static final byte ACKNOWLEDGEMENT = 1;

    BearerExchange(String mechanism, byte[] message) {
        super(mechanism, message);
    }

    @Override
    public byte[] respond(byte[] challenge) {
        return challenge.length == 0 ? initialResponse() : new byte[] {ACKNOWLEDGEMENT};
    }
}
