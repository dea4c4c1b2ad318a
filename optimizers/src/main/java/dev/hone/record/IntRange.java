package dev.hone.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives an {@code int} component a range: min, min + step, min + 2·step, …, up to max. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface IntRange {

  /** The smallest value. */
  int min();

  /** No value is larger. */
  int max();

  /** The distance from one value to the next, at least 1. */
  int step() default 1;
}
