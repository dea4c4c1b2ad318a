package dev.hone.examples.tabular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedTableTest {
  private static final double[] COSTS = {3, 8, 1, 5, 9, 2, 7, 4, 6, 10};

  /** The regrets of random search on the tables that come with the project, known beforehand. */
  @ParameterizedTest
  @CsvSource({
    "hpobench-car, 0.0141, 0.0095, 0.0064, 0.0039",
    "hpobench-credit_g, 0.1373, 0.1129, 0.0920, 0.0741",
    "hpobench-phoneme, 0.1258, 0.0786, 0.0537, 0.0386",
    "hpobench-segment, 0.1290, 0.0989, 0.0768, 0.0590",
    "hpolib-protein_structure, 0.3657, 0.2839, 0.2154, 0.1603",
    "hpolib-slice_localization, 0.2813, 0.2135, 0.1622, 0.1237",
    "nasbench201-cifar10, 0.2601, 0.1881, 0.1354, 0.0997"
  })
  void expectedRandomRegretsOfTheRecordedTables(
      String name, String at25, String at50, String at100, String at200) {
    Path file = Path.of("data/hpo-tabular", name + ".csv.gz");
    RecordedTable table = TableReader.read(file, Objective.ofFile(name).orElseThrow());
    assertEquals(name, table.name());
    assertEquals(
        List.of(at25, at50, at100, at200),
        IntStream.of(25, 50, 100, 200)
            .mapToObj(n -> String.format(Locale.ROOT, "%.4f", table.expectedRandomRegret(n)))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10})
  void expectedRandomRegretIsTheMeanOverAllDraws(int draws) {
    RecordedTable table = table(COSTS);
    double sum = 0;
    int sets = 0;
    for (int set = 0; set < 1 << COSTS.length; set++) {
      if (Integer.bitCount(set) == draws) {
        int drawn = set;
        sum +=
            IntStream.range(0, COSTS.length)
                .filter(i -> (drawn >> i & 1) == 1)
                .mapToDouble(i -> table.regret(COSTS[i]))
                .min()
                .orElseThrow();
        sets++;
      }
    }
    assertEquals(sum / sets, table.expectedRandomRegret(draws), 1e-14);
  }

  @Test
  void regretIsZeroAtTheBestAndOneAtTheMedian() {
    assertEquals(0, table(COSTS).regret(1));
    assertEquals(1, table(COSTS).regret(5.5));
  }

  @Test
  void theLastColumnChangesFastest() {
    assertEquals(COSTS[0], table(COSTS).cost(new int[] {0, 0}));
    assertEquals(COSTS[4], table(COSTS).cost(new int[] {0, 4}));
    assertEquals(COSTS[7], table(COSTS).cost(new int[] {1, 2}));
    assertThrows(IndexOutOfBoundsException.class, () -> table(COSTS).cost(new int[] {0, 5}));
  }

  @Test
  void refusesWhatCannotBeSearched() {
    assertMessage("costs.length = 9: expected 10", new double[9]);
    double[] withNaN = COSTS.clone();
    withNaN[4] = Double.NaN;
    assertMessage("costs[4] = NaN: expected finite", withNaN);
    assertMessage("median cost = 0.0: expected above the best", new double[10]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11})
  void refusesMoreDrawsThanConfigurations(int draws) {
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> table(COSTS).expectedRandomRegret(draws));
    assertEquals("draws = " + draws + ": expected 1 to 10", error.getMessage());
  }

  private static void assertMessage(String start, double[] costs) {
    var error = assertThrows(IllegalArgumentException.class, () -> table(costs));
    assertTrue(String.valueOf(error.getMessage()).startsWith(start), error.getMessage());
  }

  private static RecordedTable table(double[] costs) {
    return new RecordedTable(
        "two by five",
        List.of(
            new GridColumn("a", List.of("0", "1"), true),
            new GridColumn("b", List.of("v", "w", "x", "y", "z"), false)),
        costs);
  }
}
