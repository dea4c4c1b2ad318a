package dev.hone.examples.tabular;

import java.util.List;

/**
 * One hyperparameter of a recorded grid.
 *
 * @param name the heading
 * @param values the distinct values as the file writes them, numbers ascending, other texts in the
 *     order in which they first appear
 * @param numeric whether every value is a number, so that their order means something
 */
public record GridColumn(String name, List<String> values, boolean numeric) {

  /** Keeps a copy of the values. */
  public GridColumn {
    values = List.copyOf(values);
  }
}
