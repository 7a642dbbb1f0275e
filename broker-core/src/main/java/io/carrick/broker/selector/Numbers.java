package io.carrick.broker.selector;

/**
 * Arithmetic on property values. Numbers are either exact (Byte, Short, Integer, Long: calculated as long) or
 * approximate (Float, Double: calculated as double); if one operand is approximate, both are (Jakarta Messaging 3.1,
 * section 3.8.1.1: Java numeric promotion, to the two widest types). A result that does not exist (division by zero)
 * or is not a long (overflow) is NULL, so that what depends on it is unknown instead of wrong.
 */
final class Numbers {
    private Numbers() {}

    static boolean isExact(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte;
    }

    static boolean isApproximate(Object value) {
        return value instanceof Double || value instanceof Float;
    }

    static boolean isNumber(Object value) {
        return isExact(value) || isApproximate(value);
    }

    /** The negated number; null if there is none. */
    static Object negate(Object value) {
        if (isExact(value)) {
            long exact = ((Number) value).longValue();
            return exact == Long.MIN_VALUE ? null : (Object) (-exact);
        }
        return isApproximate(value) ? (Object) (-((Number) value).doubleValue()) : null;
    }

    static Object add(long left, long right) {
        long sum = left + right;
        return ((left ^ sum) & (right ^ sum)) < 0 ? null : (Object) sum;
    }

    static Object subtract(long left, long right) {
        long difference = left - right;
        return ((left ^ right) & (left ^ difference)) < 0 ? null : (Object) difference;
    }

    static Object multiply(long left, long right) {
        long high = Math.multiplyHigh(left, right);
        long low = left * right;
        return high == (low >> 63) ? (Object) low : null;
    }

    static Object divide(long left, long right) {
        boolean undefined = right == 0 || (left == Long.MIN_VALUE && right == -1);
        return undefined ? null : (Object) (left / right);
    }

    static Object divide(double left, double right) {
        return right == 0 ? null : (Object) (left / right);
    }

    /** The remainder, with the sign of the dividend. */
    static Object remainder(long left, long right) {
        if (right == 0) {
            return null;
        }
        return right == -1 ? 0L : left % right;
    }

    static Object remainder(double left, double right) {
        return right == 0 ? null : (Object) (left % right);
    }
}
