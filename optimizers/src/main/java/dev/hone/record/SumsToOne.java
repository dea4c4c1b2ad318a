package dev.hone.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a record that some of its {@code double} components are shares of one whole: at least 0
 * each, 1 together. They have no ranges of their own. See {@link dev.hone.region.Simplex}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SumsToOne {

  /** The components, at least two; all of the record unless given. */
  String[] value() default {};
}
