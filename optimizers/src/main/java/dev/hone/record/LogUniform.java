package dev.hone.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives a {@code double} component a range on a logarithmic scale. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface LogUniform {

  /** The smallest value, above 0. */
  double min();

  /** The largest value. */
  double max();
}
