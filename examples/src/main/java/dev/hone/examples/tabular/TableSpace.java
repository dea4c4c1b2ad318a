package dev.hone.examples.tabular;

import dev.hone.Configuration;
import dev.hone.DiscreteParam;
import dev.hone.SearchSpace;
import java.util.ArrayList;
import java.util.List;

/** The hyperparameters of a table as a search space: ordinals where they are numbers. Immutable. */
public final class TableSpace {
  private final RecordedTable table;
  private final SearchSpace space;
  private final List<DiscreteParam<String>> parameters;

  /** The space of a table. */
  public TableSpace(RecordedTable table) {
    SearchSpace.Builder builder = SearchSpace.builder();
    List<DiscreteParam<String>> declared = new ArrayList<>();
    for (GridColumn column : table.columns()) {
      declared.add(
          column.numeric()
              ? builder.ordinal(column.name(), column.values())
              : builder.categorical(column.name(), column.values()));
    }
    this.table = table;
    this.space = builder.build();
    this.parameters = List.copyOf(declared);
  }

  /** The space to search. */
  public SearchSpace space() {
    return space;
  }

  /** The hyperparameters, in the order of the table's columns. */
  public List<DiscreteParam<String>> parameters() {
    return parameters;
  }

  /** The recorded cost of a configuration. */
  public double cost(Configuration configuration) {
    return table.cost(
        parameters.stream().mapToInt(p -> (int) p.indexOf(configuration.get(p))).toArray());
  }
}
