package io.carrick.amqp.message;

/** The fields of the properties section in their order (AMQP 1.0 part 3, section 3.2.4). */
enum PropertyField {
    MESSAGE_ID("message-id"),
    USER_ID("user-id"),
    TO("to"),
    SUBJECT("subject"),
    REPLY_TO("reply-to"),
    CORRELATION_ID("correlation-id"),
    CONTENT_TYPE("content-type"),
    CONTENT_ENCODING("content-encoding"),
    ABSOLUTE_EXPIRY_TIME("absolute-expiry-time"),
    CREATION_TIME("creation-time"),
    GROUP_ID("group-id"),
    GROUP_SEQUENCE("group-sequence"),
    REPLY_TO_GROUP_ID("reply-to-group-id");

    private static final PropertyField[] IN_ORDER = values();

    private final String title;

    PropertyField(String title) {
        this.title = title;
    }

    static PropertyField at(int index) {
        return IN_ORDER[index];
    }

    /** The field with that name in the specification, or null. */
    static PropertyField named(String title) {
        for (PropertyField field : IN_ORDER) {
            if (field.title.equals(title)) {
                return field;
            }
        }
        return null;
    }

    static int count() {
        return IN_ORDER.length;
    }

    String title() {
        return title;
    }

    /** Whether a value with this constructor can be the field's. Text is taken as string or as symbol. */
    boolean accepts(int constructor) {
        if (constructor == Constructors.NULL) {
            return true;
        }
        return switch (this) {
            case MESSAGE_ID, CORRELATION_ID -> isId(constructor);
            case USER_ID -> Constructors.isBinary(constructor);
            case TO, REPLY_TO -> true;
            case ABSOLUTE_EXPIRY_TIME, CREATION_TIME -> constructor == Constructors.TIMESTAMP;
            case GROUP_SEQUENCE -> Constructors.isUint(constructor);
            default -> isText(constructor);
        };
    }

    private static boolean isText(int constructor) {
        return Constructors.isString(constructor) || Constructors.isSymbol(constructor);
    }

    private static boolean isId(int constructor) {
        return Constructors.isString(constructor)
                || Constructors.isUlong(constructor)
                || constructor == Constructors.UUID
                || Constructors.isBinary(constructor);
    }
}
