package io.slipstream.schemas.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares one configuration key. The key's name is the record component's name in kebab-case
 * ({@code maxBytes} is {@code max-bytes}).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /** What the key means, in one sentence for the reference page, with its unit. */
    String doc();

    /**
     * The default as it would be written in YAML. Left empty, a section takes its own defaults, a map or list is
     * empty, an {@code Optional} is absent, and any other key is required. An empty text is written {@code ''}.
     */
    String value() default "";

    /** Smallest value allowed: of a number, of a duration in seconds, of a size in bytes. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest value allowed, in the units of {@link #min}. */
    double max() default Double.POSITIVE_INFINITY;

    /** What is allowed in words, where the type and the range do not say it. */
    String allowed() default "";
}
