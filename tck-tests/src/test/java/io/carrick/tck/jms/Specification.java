package io.carrick.tck.jms;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the section of Jakarta Messaging 3.1, or the API documentation, that a test takes its statement from. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Specification {

    /** The section number, such as {@code 6.2.10}, or the documented method, such as {@code MapMessage.setBytes}. */
    String value();
}
