package io.carrick.jms.message;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Decimals of IEEE 754-2008 in the binary integer encoding, as AMQP has them. Infinities and what is no number become
 * a {@link Double}.
 */
final class Decimals {
    private static final BigInteger TEN = BigInteger.TEN;

    private Decimals() {}

    static Object decimal32(int bits) {
        return decimal(BigInteger.valueOf(bits & 0xffffffffL), 32, 8, 101, 7);
    }

    static Object decimal64(long bits) {
        return decimal(unsigned(bits), 64, 10, 398, 16);
    }

    static Object decimal128(long high, long low) {
        return decimal(unsigned(high).shiftLeft(64).or(unsigned(low)), 128, 14, 6176, 34);
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    private static Object decimal(BigInteger bits, int width, int exponentBits, int bias, int digits) {
        boolean negative = bits.testBit(width - 1);
        boolean large = bits.testBit(width - 2) && bits.testBit(width - 3);
        if (large && bits.testBit(width - 4) && bits.testBit(width - 5)) {
            return special(negative, bits.testBit(width - 6));
        }
        int coefficientBits = width - 1 - exponentBits - (large ? 2 : 0);
        int exponent = low(bits.shiftRight(coefficientBits), exponentBits).intValue() - bias;
        BigInteger coefficient = low(bits, coefficientBits);
        if (large) {
            coefficient = coefficient.setBit(coefficientBits + 2);
        }
        if (coefficient.compareTo(TEN.pow(digits)) >= 0) {
            coefficient = BigInteger.ZERO;
        }
        return new BigDecimal(negative ? coefficient.negate() : coefficient, -exponent);
    }

    private static BigInteger low(BigInteger bits, int count) {
        return bits.and(BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE));
    }

    private static Double special(boolean negative, boolean notANumber) {
        if (notANumber) {
            return Double.NaN;
        }
        return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
