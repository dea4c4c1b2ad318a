package dev.hone.examples.tabular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.examples.cli.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TableReaderTest {
  private static final Objective MINIMIZE = new Objective(false, false);
  private static final String GRID =
      "lr,act,score_0,score_1\n0.1,relu,1,3\n1e-2,relu,4,\n0.1,tanh,,6\n1e-2,tanh,8,8\n";

  @TempDir private Path folder;

  @Test
  void numbersAreOrderedAndTextsAreNot() throws IOException {
    RecordedTable table = TableReader.read(write("t.csv", GRID), MINIMIZE);
    assertEquals(
        List.of(
            new GridColumn("lr", List.of("1e-2", "0.1"), true),
            new GridColumn("act", List.of("relu", "tanh"), false)),
        table.columns());
    assertEquals("t", table.name());
    assertEquals(4, table.size());
  }

  @Test
  void recordedScoresAreAveragedAndMissingOnesLeftOut() throws IOException {
    RecordedTable table = TableReader.read(write("t.csv", GRID), MINIMIZE);
    assertEquals(2, table.cost(new int[] {1, 0}));
    assertEquals(4, table.cost(new int[] {0, 0}));
    assertEquals(6, table.cost(new int[] {1, 1}));
    assertEquals(8, table.cost(new int[] {0, 1}));
  }

  @Test
  void theObjectiveTurnsScoresIntoCosts() throws IOException {
    Path file = write("t.csv", GRID);
    assertEquals(-8, TableReader.read(file, new Objective(true, false)).cost(new int[] {0, 1}));
    assertEquals(
        Math.log(2), TableReader.read(file, new Objective(false, true)).cost(new int[] {1, 0}));
  }

  @Test
  void gzippedTextReadsTheSame() throws IOException {
    Path file = folder.resolve("t.csv.gz");
    Files.write(file, gzip(GRID));
    RecordedTable table = TableReader.read(file, MINIMIZE);
    assertEquals("t", table.name());
    assertEquals(2, table.cost(new int[] {1, 0}));
  }

  static List<Arguments> malformed() {
    String header = "a,b,score_0\n";
    return List.of(
        Arguments.of("", ":1: empty: expected a header"),
        Arguments.of("a,b\n1,2\n", ":1: expected hyperparameters and then score_0"),
        Arguments.of("score_0\n1\n", ":1: expected hyperparameters and then score_0"),
        Arguments.of("a,score_0,time\n1,2,3\n", ":1: expected score_1 in the header, found time"),
        Arguments.of("a,a,score_0\n", ":1: expected distinct names in the header, found \"a\""),
        Arguments.of("a, ,score_0\n", ":1: expected distinct names in the header, found \" \""),
        Arguments.of(header, ":1: no row after the header"),
        Arguments.of(header + "1,2,3\n1,4\n", ":3: expected 3 fields, found 2"),
        Arguments.of(header + "1,2,3\n1,4,5,6\n", ":3: expected 3 fields, found 4"),
        Arguments.of(header + "1,2,3\n\n", ":3: expected 3 fields, found 1"),
        Arguments.of(header + "1,2,3\n1,4,good\n", ":3: expected a number, found \"good\""),
        Arguments.of(header + "1,2,NaN\n", ":2: expected a number, found \"NaN\""),
        Arguments.of(header + "1,2,1e999\n", ":2: expected a number, found \"1e999\""),
        Arguments.of(header + "1,2,3\n1,4,\n", ":3: no score recorded"),
        Arguments.of(header + "1,2,3\n1,4,5\n1,2,6\n", ":4: the same configuration as line 2"),
        Arguments.of(
            header + "1,2,3\n1,4,5\n7,2,6\n",
            ": not a full grid: 3 rows for 4 combinations of the values, missing [a=7, b=4]"),
        Arguments.of(
            header + "1,2,3\n1,4,3\n",
            ": median cost = 3.0: expected above the best, or there is nothing to search"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedTextIsRefusedWithItsPlace(String text, String message) throws IOException {
    Path file = write("bad.csv", text);
    var error = assertThrows(InputException.class, () -> TableReader.read(file, MINIMIZE));
    assertTrue(
        String.valueOf(error.getMessage()).startsWith(file + message),
        error.getMessage() + " for " + message);
  }

  @Test
  void aLogarithmNeedsAPositiveMean() throws IOException {
    Path file = write("bad.csv", "a,score_0\n1,2\n2,-1\n");
    var log = new Objective(false, true);
    var error = assertThrows(InputException.class, () -> TableReader.read(file, log));
    assertEquals(file + ":3: no logarithm of the mean score -1.0", error.getMessage());
  }

  @Test
  void aHugeGridWithFewRowsIsRefusedWithoutBuildingIt() throws IOException {
    var text = new StringBuilder("a,b,c,d,e,f,g,h,score_0\n");
    for (int i = 0; i < 100; i++) {
      text.append((i + ",").repeat(8)).append("1\n");
    }
    Path file = write("sparse.csv", text.toString());
    var error = assertThrows(InputException.class, () -> TableReader.read(file, MINIMIZE));
    assertTrue(
        String.valueOf(error.getMessage()).contains("not a full grid: 100 rows"),
        error.getMessage());
  }

  @Test
  void aTruncatedArchiveIsRefused() throws IOException {
    byte[] bytes = gzip(GRID.repeat(50));
    Path file = folder.resolve("cut.csv.gz");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 12));
    var error = assertThrows(InputException.class, () -> TableReader.read(file, MINIMIZE));
    assertTrue(String.valueOf(error.getMessage()).startsWith(file + ":"), error.getMessage());
    Path plain = write("plain.csv.gz", GRID);
    assertThrows(InputException.class, () -> TableReader.read(plain, MINIMIZE));
  }

  @Test
  void aFolderListsItsTablesByName() throws IOException {
    write("b.csv", GRID);
    write("a.csv.gz", "");
    write("README.md", "");
    assertEquals(
        List.of("a.csv.gz", "b.csv"),
        TableReader.tablesIn(folder).stream().map(f -> f.getFileName().toString()).toList());
  }

  @Test
  void aFolderWithoutTablesIsRefused() {
    var empty = assertThrows(InputException.class, () -> TableReader.tablesIn(folder));
    assertEquals(folder + ": no *.csv or *.csv.gz file in it", empty.getMessage());
    Path missing = folder.resolve("missing");
    var error = assertThrows(InputException.class, () -> TableReader.tablesIn(missing));
    assertEquals(missing + ": not a folder", error.getMessage());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
