package io.carrick.jms.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * Marks a bean, a {@link io.carrick.jms.half.LocalTransactionListener}, that runs the local transactions of a producer
 * group and answers for them. The application needs a {@link HalfMessageTemplate} as well.
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface HalfMessageListener {
    /** The producer group; one listener each. Placeholders ({@code ${...}}) are replaced. */
    String group();

    /** How many questions of the broker it answers at a time. */
    int concurrentChecks() default 4;
}
