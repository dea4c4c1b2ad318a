package dev.hone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters to choose, with their ranges and conditions; the unit cube as methods see it.
 *
 * <p>A space of d parameters is encoded in [0, 1]^d, one coordinate per parameter in the order of
 * declaration (see {@link Param}). The coordinate of an inactive parameter is always {@value
 * #INACTIVE}, so configurations that differ only in inactive parameters are one point.
 *
 * <p>Immutable and safe to use from many threads.
 */
public final class SearchSpace {
  /** The coordinate of an inactive parameter. */
  public static final double INACTIVE = 0.5;

  private final List<Param<?>> parameters;
  private final List<@Nullable Condition> conditions;
  private final boolean finite;
  private final ConfigurationTree tree;
  private final long cardinality;

  private SearchSpace(List<Param<?>> parameters, List<@Nullable Condition> conditions) {
    this.parameters = List.copyOf(parameters);
    this.conditions = new ArrayList<>(conditions);
    boolean discrete = true;
    for (Param<?> parameter : parameters) {
      discrete &= parameter instanceof DiscreteParam;
    }
    this.finite = discrete;
    this.tree = tree(Long.MAX_VALUE);
    this.cardinality = tree.count();
  }

  /** Starts a space. */
  public static Builder builder() {
    return new Builder();
  }

  /** The parameters in the order of declaration. */
  public List<Param<?>> parameters() {
    return parameters;
  }

  /** The number d of parameters, active or not. */
  public int dimension() {
    return parameters.size();
  }

  /** Whether no parameter is continuous. */
  public boolean isFinite() {
    return finite;
  }

  /**
   * The number of distinct configurations, inactive parameters not counted; {@link Long#MAX_VALUE}
   * if there are more, or infinitely many.
   */
  public long cardinality() {
    return cardinality;
  }

  /**
   * One of the configurations of a finite space, by number; O(d + values named in conditions),
   * whatever the size. Later parameters vary faster.
   *
   * @param number from 0 to {@link #cardinality} − 1; of a larger space than can be counted, from 0
   *     to {@link Long#MAX_VALUE} − 1
   * @throws IllegalStateException if the space is not finite
   * @throws IndexOutOfBoundsException if there is no such number
   */
  public Configuration configuration(long number) {
    if (!finite) {
      throw new IllegalStateException("the space has continuous parameters: nothing to count");
    }
    Objects.checkIndex(number, cardinality);
    long[] levels = new long[dimension()];
    tree.configuration(number, levels);
    double[] codes = new double[dimension()];
    Arrays.setAll(codes, i -> levels[i] < 0 ? Double.NaN : levels[i]);
    return new Configuration(this, codes);
  }

  /** Starts a configuration chosen by hand. */
  public Configuration.Builder configuration() {
    return new Configuration.Builder(this);
  }

  /**
   * The configuration that a point of the unit cube stands for; O(d). Coordinates of inactive
   * parameters are not read.
   *
   * @param point d coordinates
   * @throws IllegalArgumentException if the length is not d, or an active coordinate is NaN or
   *     outside [0, 1]
   */
  public Configuration decode(double[] point) {
    if (point.length != dimension()) {
      throw new IllegalArgumentException(
          "point has length " + point.length + ": expected " + dimension());
    }
    double[] codes = new double[dimension()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = isActiveAmong(codes, i) ? parameters.get(i).codeAt(point[i]) : Double.NaN;
    }
    return new Configuration(this, codes);
  }

  /**
   * Replaces d coordinates by those of the configuration they stand for; O(d), without allocation.
   * The result is {@code decode(point).encoded()}.
   *
   * @param points holds the point from {@code offset} on
   * @throws IllegalArgumentException if an active coordinate is NaN or outside [0, 1]
   * @throws IndexOutOfBoundsException if the array is too short
   */
  public void canonicalize(double[] points, int offset) {
    for (int i = 0; i < dimension(); i++) {
      points[offset + i] =
          isActive(i, points, offset) ? parameters.get(i).canonical(points[offset + i]) : INACTIVE;
    }
  }

  /**
   * Whether the parameter of coordinate {@code index} is active at an encoded point; O(depth of
   * conditions), without allocation.
   *
   * @param index the coordinate asked about
   * @param points holds the point from {@code offset} on; only coordinates of parents are read
   */
  public boolean isActive(int index, double[] points, int offset) {
    Condition condition = conditions.get(index);
    if (condition == null) {
      return true;
    }
    DiscreteParam<?> parent = condition.parent();
    return isActive(parent.index(), points, offset)
        && condition.holds(parent.decodeIndex(points[offset + parent.index()]));
  }

  /** Whether a parameter of this space is active in every configuration. */
  public boolean isUnconditional(Param<?> param) {
    checkOwns(param);
    return conditions.get(param.index()) == null;
  }

  /**
   * The parameters in groups that are active together, whatever the point: those without a
   * condition, and those of each condition. A parent stands in an earlier group than what depends
   * on it; within a group the order is that of declaration. O(d).
   */
  public List<List<Param<?>>> groups() {
    Map<Optional<Condition>, List<Param<?>>> groups = new LinkedHashMap<>();
    for (Param<?> param : parameters) {
      groups
          .computeIfAbsent(Optional.ofNullable(condition(param)), c -> new ArrayList<>())
          .add(param);
    }
    return groups.values().stream().map(List::copyOf).toList();
  }

  /** One line per parameter, with its condition. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Param<?> param : parameters) {
      Condition condition = condition(param);
      text.append(param).append(condition == null ? "" : ", only if " + condition).append('\n');
    }
    return text.toString();
  }

  /**
   * What distinguishes this space from others, a line for each parameter: name, kind, range or
   * values, scale and condition. Spaces declared alike have the same lines, in any JVM; values
   * without a text of their own count by their position only.
   */
  public List<String> declarations() {
    return parameters.stream().map(p -> SpaceDeclaration.of(p, condition(p))).toList();
  }

  /** Whether a parameter is active, given the codes of those before it (NaN where inactive). */
  boolean isActiveAmong(double[] codes, int index) {
    Condition condition = conditions.get(index);
    if (condition == null) {
      return true;
    }
    double parentCode = codes[condition.parent().index()];
    return !Double.isNaN(parentCode) && condition.holds((long) parentCode);
  }

  @Nullable Condition condition(Param<?> param) {
    return conditions.get(param.index());
  }

  void checkOwns(Param<?> param) {
    if (param.index() >= dimension() || parameters.get(param.index()) != param) {
      throw new IllegalArgumentException(
          param.name() + " belongs to another search space: expected one of " + names());
    }
  }

  /** Its configurations, a continuous parameter taken to have {@code resolution} values. */
  ConfigurationTree tree(long resolution) {
    long[] levels = new long[dimension()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] =
          parameters.get(i) instanceof DiscreteParam<?> discrete ? discrete.size() : resolution;
    }
    return new ConfigurationTree(levels, conditions);
  }

  private List<String> names() {
    return parameters.stream().<String>map(Param::name).toList();
  }

  /**
   * Declares the parameters of a space and hands out their handles. Builds one space; not safe for
   * use from several threads.
   *
   * <p>Every declaring method throws {@link IllegalArgumentException}, naming parameter, value and
   * expectation, if the name is blank or taken or the range is empty or meaningless; and {@link
   * IllegalStateException} after {@link #build}.
   */
  public static final class Builder {
    private final List<Param<?>> parameters = new ArrayList<>();
    private final List<@Nullable Condition> conditions = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private boolean built;

    private Builder() {}

    /** A real number from {@code low} to {@code high}, both included. */
    public DoubleParam uniform(String name, double low, double high) {
      checkName(name);
      checkBounds(name, low, high);
      return add(new DoubleParam(this, name, parameters.size(), low, high, false));
    }

    /**
     * A real number from {@code low} to {@code high}, both included, on a logarithmic scale.
     *
     * @param low above 0
     */
    public DoubleParam logUniform(String name, double low, double high) {
      checkName(name);
      checkBounds(name, low, high);
      checkLogarithm(name, low);
      return add(new DoubleParam(this, name, parameters.size(), low, high, true));
    }

    /** An integer from {@code low} to {@code high}, both included. */
    public IntParam integer(String name, int low, int high) {
      return integer(name, low, high, 1);
    }

    /**
     * One of low, low + step, low + 2·step, …, as far as that is not above {@code high}.
     *
     * @param step at least 1; need not divide the range
     */
    public IntParam integer(String name, int low, int high, int step) {
      checkName(name);
      checkBounds(name, low, high);
      if (step < 1) {
        throw new IllegalArgumentException(name + " has step " + step + ": expected at least 1");
      }
      return add(new IntParam(this, name, parameters.size(), low, high, step, false));
    }

    /**
     * An integer from {@code low} to {@code high}, both included, on a logarithmic scale.
     *
     * @param low at least 1
     */
    public IntParam logInteger(String name, int low, int high) {
      checkName(name);
      checkBounds(name, low, high);
      checkLogarithm(name, low);
      return add(new IntParam(this, name, parameters.size(), low, high, 1, true));
    }

    /** One of some values whose order means something, such as 8, 16, 32. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final <T> OrdinalParam<T> ordinal(String name, T... values) {
      return ordinal(name, Arrays.asList(values));
    }

    /** One of some values whose order means something; the list is copied. */
    public <T> OrdinalParam<T> ordinal(String name, List<T> values) {
      checkName(name);
      return add(new OrdinalParam<>(this, name, parameters.size(), new ValueList<>(name, values)));
    }

    /** One of some values without order. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final <T> CategoricalParam<T> categorical(String name, T... values) {
      return categorical(name, Arrays.asList(values));
    }

    /** One of some values without order; the list is copied. */
    public <T> CategoricalParam<T> categorical(String name, List<T> values) {
      checkName(name);
      return add(
          new CategoricalParam<>(this, name, parameters.size(), new ValueList<>(name, values)));
    }

    /**
     * Finishes the space.
     *
     * @throws IllegalArgumentException if no parameter was declared
     * @throws IllegalStateException if the space is built already
     */
    public SearchSpace build() {
      checkNotBuilt();
      if (parameters.isEmpty()) {
        throw new IllegalArgumentException("parameters = []: expected at least one");
      }
      built = true;
      return new SearchSpace(parameters, conditions);
    }

    /** The work of the {@code onlyIf} methods, which document it. */
    <P> void restrict(Param<?> child, DiscreteParam<P> parent, List<P> values) {
      checkNotBuilt();
      if (conditions.get(child.index()) != null) {
        throw new IllegalStateException(
            child.name() + " has a condition already: only if " + conditions.get(child.index()));
      }
      if (parent.index() >= child.index() || parameters.get(parent.index()) != parent) {
        throw new IllegalArgumentException(
            child.name()
                + " depends on "
                + parent.name()
                + ": expected a parameter declared before it in the same space");
      }
      long[] indices = values.stream().mapToLong(parent::indexOf).distinct().toArray();
      if (indices.length == 0 || indices.length < values.size()) {
        throw new IllegalArgumentException(
            child.name()
                + " depends on "
                + parent.name()
                + " being one of "
                + values
                + ": expected at least one value, and none twice");
      }
      conditions.set(child.index(), new Condition(parent, indices));
    }

    private <P extends Param<?>> P add(P param) {
      checkNotBuilt();
      names.add(param.name());
      parameters.add(param);
      conditions.add(null);
      return param;
    }

    private void checkName(String name) {
      if (Objects.isNull(name) || name.isBlank()) {
        throw new IllegalArgumentException(
            "name = " + name + " of parameter " + parameters.size() + ": expected some text");
      }
      if (names.contains(name)) {
        throw new IllegalArgumentException(
            "name = " + name + " is taken: expected none of " + names);
      }
    }

    private static void checkBounds(String name, double low, double high) {
      // The span must not overflow either.
      if (!(low < high && Double.isFinite(high - low))) {
        throw new IllegalArgumentException(
            name
                + " has range "
                + low
                + " to "
                + high
                + ": expected finite bounds, the first below the second");
      }
    }

    private static void checkBounds(String name, int low, int high) {
      if (low >= high) {
        throw new IllegalArgumentException(
            name + " has range " + low + " to " + high + ": expected the first below the second");
      }
    }

    private static void checkLogarithm(String name, Number low) {
      if (low.doubleValue() <= 0) {
        throw new IllegalArgumentException(
            name + " has a logarithmic scale from " + low + ": expected a bound above 0");
      }
    }

    private void checkNotBuilt() {
      if (built) {
        throw new IllegalStateException("the space is built already: start a new builder");
      }
    }
  }
}
