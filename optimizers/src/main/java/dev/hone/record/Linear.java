package dev.hone.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Linear inequalities between {@code double} components of a record with {@link Uniform}, such as
 * {@code @Linear({"x + 2*y <= 3", "x >= y"})}. See {@link dev.hone.region.LinearRegion}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Linear {

  /**
   * The inequalities, with {@code <=} or {@code >=}; sums of numbers, names, or both multiplied.
   */
  String[] value();
}
