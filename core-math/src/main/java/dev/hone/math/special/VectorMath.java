package dev.hone.math.special;

/**
 * Elementwise special functions on arrays.
 *
 * <p>Each method reads {@code n} elements of {@code x} from {@code xOffset} and writes {@code n}
 * elements of {@code y} from {@code yOffset}; {@code y} may be {@code x} at the same offset. O(n),
 * no allocation, safe to use from many threads. Every implementation returns the bits of the scalar
 * function of the same name in {@link SpecialFunctions}, and throws {@link
 * IllegalArgumentException}, before anything is written, if the elements do not fit their array.
 */
public interface VectorMath {

  /** A short name for logs and benchmarks, such as {@code scalar} or {@code simd-256}. */
  String name();

  /** y ← eˣ, as {@link SpecialFunctions#exp}. */
  void exp(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y ← ln x, as {@link SpecialFunctions#log}. */
  void log(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y ← sin x, as {@link SpecialFunctions#sin}. */
  void sin(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y ← cos x, as {@link SpecialFunctions#cos}. */
  void cos(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y ← e^(x²)·erfc(x), as {@link SpecialFunctions#erfcx}. */
  void erfcx(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y ← log Φ(x), as {@link SpecialFunctions#logNdtr}. */
  void logNdtr(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y ← log(φ(x) + xΦ(x)), as {@link SpecialFunctions#logH}. */
  void logH(int n, double[] x, int xOffset, double[] y, int yOffset);

  /** y ← Φ(x) / (φ(x) + xΦ(x)), as {@link SpecialFunctions#logHDerivative}. */
  void logHDerivative(int n, double[] x, int xOffset, double[] y, int yOffset);
}
