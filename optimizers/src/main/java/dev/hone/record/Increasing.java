package dev.hone.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a record that some of its components are in order, each smaller than the next: all {@code
 * double} with {@link Uniform}, all {@code double} with {@link LogUniform}, or all {@code int} with
 * {@link IntRange} of step 1. See {@link dev.hone.region.Ordering}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Increasing {

  /** The components, at least two, the smallest first; all of the record unless given. */
  String[] value() default {};

  /** How much smaller at least each is; 0 for just smaller. */
  double gap() default 0;
}
