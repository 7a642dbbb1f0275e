package io.carrick.tck.jms;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a provider is known not to do what the annotated test demands. The test is run nevertheless: it is reported
 * as aborted while the difference exists, and fails once the difference is gone and this annotation must go.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(KnownDifference.List.class)
public @interface KnownDifference {

    /** The provider that differs. */
    JmsProvider provider();

    /** What the provider does instead. */
    String is();

    /** For a parameterised test: the difference exists only where the display name contains this text. */
    String invocation() default "";

    /** Whether it depends on timing, so that the test may also pass. */
    boolean sometimes() default false;

    /** Whether the test is skipped, because the provider would block or leave the broker in a state that disturbs. */
    boolean skip() default false;

    /** Several known differences of one test. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface List {
        /** The differences. */
        KnownDifference[] value();
    }
}
