package dev.hone.math.gp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/**
 * How a covariance is put together: a sum of terms, each a product of {@link Part}s, each a
 * stationary covariance over some of the dimensions.
 *
 * <pre>{@code
 * Kernel numbers = Kernel.of(CovarianceFunction.MATERN_52, 0, 1, 2);
 * Kernel categories = Kernel.hamming(3, 4);
 * Kernel mixed = numbers.plus(categories).plus(numbers.times(categories));
 * }</pre>
 *
 * <p>Parts that are equal are one part: in the example both sums share their length-scales, as in
 * Ru et al., Bayesian Optimisation over Multiple Continuous and Categorical Inputs (2020), eq. 3.
 *
 * <p>A sum of T terms is Σ cₜkₜ, with a hyperparameter for every weight cₜ, or, once {@link
 * #averaged}, (1/T)·Σ kₜ. Every kₜ is 1 at distance 0. Immutable.
 *
 * @param parts the parts, all different
 * @param terms the indices of the parts of each term; all different, none empty
 * @param weighted whether each term has a weight of its own; never where there is but one
 */
public record Kernel(List<Part> parts, List<List<Integer>> terms, boolean weighted) {

  /**
   * A stationary covariance over some of the dimensions, with a length-scale for each.
   *
   * <p>Over categorical dimensions alone {@link CovarianceFunction#RBF} is the Hamming kernel
   * exp(−Σ wⱼ[xⱼ ≠ x'ⱼ]) with wⱼ = 1/(2ℓⱼ²).
   *
   * @param function covariance as a function of the scaled distance r
   * @param dimensions dimensions that r is made of, in ascending order
   */
  public record Part(CovarianceFunction function, List<Integer> dimensions) {

    /**
     * Checks and copies the dimensions.
     *
     * @throws IllegalArgumentException if there is none, or they are not in ascending order
     */
    public Part {
      dimensions = List.copyOf(dimensions);
      if (dimensions.isEmpty()) {
        throw new IllegalArgumentException("dimensions = []: expected at least one");
      }
      for (int i = 0; i < dimensions.size(); i++) {
        if (dimensions.get(i) < 0 || (i > 0 && dimensions.get(i) <= dimensions.get(i - 1))) {
          throw new IllegalArgumentException(
              "dimensions = " + dimensions + ": expected indices in ascending order");
        }
      }
    }
  }

  /**
   * Checks and copies the components.
   *
   * @throws IllegalArgumentException if a part or a term is there twice, a term is empty or names a
   *     part that is not there, a part is in no term, or a single term is weighted
   */
  public Kernel {
    parts = List.copyOf(parts);
    terms = copies(terms);
    if (!allDiffer(parts)) {
      throw new IllegalArgumentException("parts = " + parts + ": expected all to differ");
    }
    boolean[] used = new boolean[parts.size()];
    for (List<Integer> term : terms) {
      if (term.isEmpty() || !allDiffer(term)) {
        throw new IllegalArgumentException(
            "terms = " + terms + ": expected at least one part in each, and none twice");
      }
      for (int part : term) {
        if (part < 0 || part >= parts.size()) {
          throw new IllegalArgumentException(
              "terms = " + terms + ": expected indices from 0 to " + (parts.size() - 1));
        }
        used[part] = true;
      }
    }
    for (int part = 0; part < used.length; part++) {
      if (!used[part]) {
        throw new IllegalArgumentException("terms = " + terms + ": expected part " + part + " too");
      }
    }
    if (terms.isEmpty() || !allDiffer(sorted(terms))) {
      throw new IllegalArgumentException(
          "terms = " + terms + ": expected at least one, and no two alike");
    }
    if (weighted && terms.size() == 1) {
      throw new IllegalArgumentException(
          "weighted = true: expected false for one term, whose weight is the output scale");
    }
  }

  /** One part over the given dimensions. */
  public static Kernel of(CovarianceFunction function, int... dimensions) {
    List<Integer> list = new ArrayList<>();
    for (int dimension : dimensions) {
      list.add(dimension);
    }
    return of(new Part(function, list));
  }

  private static Kernel of(Part part) {
    return new Kernel(List.of(part), List.of(List.of(0)), false);
  }

  /** The Hamming kernel exp(−Σ wⱼ[xⱼ ≠ x'ⱼ]) over categorical dimensions, wⱼ = 1/(2ℓⱼ²). */
  public static Kernel hamming(int... dimensions) {
    return of(CovarianceFunction.RBF, dimensions);
  }

  /**
   * The default: one part over all dimensions, where a category that differs adds 1/ℓ² to r².
   *
   * @param function covariance as a function of r
   * @param dimension number d of dimensions
   */
  public static Kernel joint(CovarianceFunction function, int dimension) {
    List<Integer> all = new ArrayList<>();
    for (int k = 0; k < dimension; k++) {
      all.add(k);
    }
    return of(new Part(function, all));
  }

  /**
   * The additive kernel (1/d)·Σ kⱼ of one part per dimension; the Hamming kernel for a category.
   *
   * <p>Source: Duvenaud, Nickisch and Rasmussen, Additive Gaussian Processes (2011), first order.
   */
  public static Kernel additive(CovarianceFunction function, List<DimensionKind> kinds) {
    List<Part> parts = new ArrayList<>();
    List<List<Integer>> terms = new ArrayList<>();
    for (int k = 0; k < kinds.size(); k++) {
      boolean number = kinds.get(k) == DimensionKind.NUMERIC;
      parts.add(new Part(number ? function : CovarianceFunction.RBF, List.of(k)));
      terms.add(List.of(k));
    }
    return new Kernel(parts, terms, false);
  }

  /** The product of {@code function} over the numbers with the Hamming kernel over categories. */
  public static Kernel product(CovarianceFunction function, List<DimensionKind> kinds) {
    List<Kernel> both = split(function, kinds);
    return both.size() == 1 ? both.getFirst() : both.getFirst().times(both.getLast());
  }

  /** The weighted sum of {@code function} over the numbers and the Hamming kernel. */
  public static Kernel sum(CovarianceFunction function, List<DimensionKind> kinds) {
    List<Kernel> both = split(function, kinds);
    return both.size() == 1 ? both.getFirst() : both.getFirst().plus(both.getLast());
  }

  /**
   * The weighted sum of the two terms of {@link #sum} and that of {@link #product}, over the same
   * two parts.
   *
   * <p>Source: Ru et al. (2020), eq. 3.
   */
  public static Kernel sumAndProduct(CovarianceFunction function, List<DimensionKind> kinds) {
    List<Kernel> both = split(function, kinds);
    return both.size() == 1
        ? both.getFirst()
        : both.getFirst().plus(both.getLast()).plus(both.getFirst().times(both.getLast()));
  }

  /** A kernel over the numbers and one over the categories, or one of them if there is no other. */
  private static List<Kernel> split(CovarianceFunction function, List<DimensionKind> kinds) {
    List<Kernel> kernels = new ArrayList<>();
    for (DimensionKind kind : DimensionKind.values()) {
      List<Integer> dimensions = new ArrayList<>();
      for (int k = 0; k < kinds.size(); k++) {
        if (kinds.get(k) == kind) {
          dimensions.add(k);
        }
      }
      if (!dimensions.isEmpty()) {
        boolean numbers = kind == DimensionKind.NUMERIC;
        kernels.add(of(new Part(numbers ? function : CovarianceFunction.RBF, dimensions)));
      }
    }
    return kernels;
  }

  /**
   * The weighted sum of the terms of both.
   *
   * @throws IllegalArgumentException if a term is in both, or either was {@link #averaged}
   */
  public Kernel plus(Kernel other) {
    checkNotAveraged();
    other.checkNotAveraged();
    List<Part> joined = new ArrayList<>(parts);
    List<List<Integer>> sum = new ArrayList<>(terms);
    for (List<Integer> term : other.terms) {
      sum.add(other.renumbered(term, joined));
    }
    return new Kernel(joined, sum, true);
  }

  /**
   * The product: each term of the one with each of the other, each with a weight of its own if
   * there are several.
   *
   * @throws IllegalArgumentException if a part is in both, or either was {@link #averaged}
   */
  public Kernel times(Kernel other) {
    checkNotAveraged();
    other.checkNotAveraged();
    List<Part> joined = new ArrayList<>(parts);
    List<List<Integer>> products = new ArrayList<>();
    for (List<Integer> term : terms) {
      for (List<Integer> otherTerm : other.terms) {
        List<Integer> product = new ArrayList<>(term);
        product.addAll(other.renumbered(otherTerm, joined));
        products.add(product);
      }
    }
    return new Kernel(joined, products, products.size() > 1);
  }

  /** The mean of the terms instead of their weighted sum: fewer hyperparameters. */
  public Kernel averaged() {
    return new Kernel(parts, terms, false);
  }

  /** The same term by the indices that its parts have in another list, or are given there. */
  private List<Integer> renumbered(List<Integer> term, List<Part> joined) {
    List<Integer> result = new ArrayList<>();
    for (int index : term) {
      Part part = parts.get(index);
      if (!joined.contains(part)) {
        joined.add(part);
      }
      result.add(joined.indexOf(part));
    }
    return result;
  }

  private void checkNotAveraged() {
    if (!weighted && terms.size() > 1) {
      throw new IllegalArgumentException(
          "an average of " + terms.size() + " terms: expected to be averaged last");
    }
  }

  private static List<List<Integer>> copies(List<List<Integer>> terms) {
    List<List<Integer>> copies = new ArrayList<>();
    for (List<Integer> term : terms) {
      copies.add(List.copyOf(term));
    }
    return List.copyOf(copies);
  }

  private static List<List<Integer>> sorted(List<List<Integer>> terms) {
    List<List<Integer>> sorted = new ArrayList<>();
    for (List<Integer> term : terms) {
      List<Integer> ascending = new ArrayList<>(term);
      Collections.sort(ascending);
      sorted.add(ascending);
    }
    return sorted;
  }

  private static boolean allDiffer(List<?> list) {
    return list.size() < 2 || new HashSet<>(list).size() == list.size();
  }

  /** The number of length-scales: dimensions of all parts. */
  public int lengthScaleCount() {
    int count = 0;
    // By index: engines ask with every call, and must not allocate.
    for (int part = 0; part < parts.size(); part++) {
      count += parts.get(part).dimensions().size();
    }
    return count;
  }

  /** The number of weights among the hyperparameters. */
  public int weightCount() {
    return weighted ? terms.size() : 0;
  }
}
