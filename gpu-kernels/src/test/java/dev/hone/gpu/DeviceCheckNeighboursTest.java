package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a check finds beside Hone: a trainer on the same device and other libraries, which modules
 * of Python stand in for that take every call.
 */
class DeviceCheckNeighboursTest {
  private static final Path SCRIPT = Path.of("device_check.py");
  private static final Path LIBRARIES = Path.of("src", "test", "python");

  private static final String CLASS_PATH = "java.class.path";

  @TempDir private Path directory;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private Path file;
  private DeviceReport report;
  private DeviceCheckTimes times;

  @BeforeEach
  void start() {
    file = directory.resolve("check.json");
    report = new DeviceReport(file, new CudaProbe.Missing("a test"));
    times = new DeviceCheckTimes(report, lines::add, 100);
  }

  @AfterEach
  void forget() {
    System.clearProperty(DeviceCheckPeers.SCRIPT);
  }

  private DeviceCheckPeers peers() {
    return new DeviceCheckPeers(report, lines::add, /* small= */ true);
  }

  /** The script, alone in a folder or among libraries. */
  private void script(boolean libraries) throws IOException {
    boolean present =
        Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "python3")));
    assumeTrue(present, "python3 is not on the path: device_check.py is not tested");
    Path copy = directory.resolve("device_check.py");
    Files.copy(SCRIPT, copy);
    if (libraries) {
      try (Stream<Path> files = Files.list(LIBRARIES)) {
        for (Path module : files.filter(f -> f.toString().endsWith(".py")).toList()) {
          Files.copy(module, directory.resolve(String.valueOf(module.getFileName())));
        }
      }
    }
    System.setProperty(DeviceCheckPeers.SCRIPT, copy.toString());
  }

  @Test
  void aTrainerOfPyTorchIsTimedAloneAndBeside() throws IOException {
    script(/* libraries= */ true);
    StandIn standIn = StandIn.install();
    new DeviceCheckGuest(report, lines::add, /* small= */ true).run(peers());
    String json = Files.readString(file);
    for (String pace : List.of("without a pause", "once a second")) {
      String start =
          "{\"trainer\": \"torch\", \"beside\": \"1 suggestions, n=20, d=3\", \"pace\": \"" + pace;
      assertTrue(json.contains(start), json);
    }
    assertTrue(json.contains("\"slowdownPercent\": "), json);
    assertTrue(json.contains("\"mostPercent\": 10"), json);
    assertEquals(
        2, lines.stream().filter(l -> l.startsWith("torch beside")).count(), lines::toString);
    standIn.assertNothingHeld();
  }

  /** Another JVM, on the same stand-in. */
  @Test
  void withoutPyTorchLikelihoodsInAnotherProcessAreTheTrainer() throws IOException {
    StandIn standIn = StandIn.install();
    String before = System.getProperty(CLASS_PATH);
    try {
      // Some launchers of tests have another class path than the one they were started with.
      if (getClass().getClassLoader() instanceof URLClassLoader loader) {
        System.setProperty(
            CLASS_PATH,
            Stream.of(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator)));
      }
      new DeviceCheckGuest(report, lines::add, /* small= */ true).run(peers());
    } finally {
      System.setProperty(CLASS_PATH, before);
    }
    String json = Files.readString(file);
    assertTrue(json.contains("{\"trainer\": \"likelihoods in another process\""), json + lines);
    assertFalse(json.contains("skipped"), json);
    standIn.assertNothingHeld();
  }

  @Test
  void whatPythonLacksIsNamed() throws IOException {
    script(/* libraries= */ false);
    assertEquals(null, peers().trainer());
    peers().run(times);
    String all = String.join("\n", lines);
    assertTrue(all.contains("trainer: torch: not installed"), all);
    for (String library : List.of("torch", "cupy", "botorch")) {
      assertTrue(all.contains("\n" + library + ": "), all);
    }
    assertFalse(Files.readString(file).contains("peer"), all);
  }

  @Test
  void theTimesOfOtherLibrariesAreHeldAgainstOurs() throws IOException {
    script(/* libraries= */ true);
    StandIn standIn = StandIn.install();
    times.run(DeviceCheckSuggestions.fit(30, 3));
    peers().run(times);
    String json = Files.readString(file);
    String fit = "{\"peer\": \"botorch fit, n=30, d=3\", \"ms\": ";
    String record = json.lines().filter(l -> l.contains(fit)).findFirst().orElse("");
    assertTrue(record.contains("\"gpuMs\": "), json);
    // Nothing takes the stand-in no time at all.
    assertTrue(record.contains("\"leastRatio\": 10, \"met\": \"no\"}"), json);
    // Of what was not run here there is only the other's time.
    String batch = "{\"peer\": \"botorch 2 suggestions, n=30, d=3\", \"ms\": ";
    record = json.lines().filter(l -> l.contains(batch)).findFirst().orElse("");
    assertFalse(record.isEmpty() || record.contains("gpuMs"), json);
    assertTrue(json.contains("{\"peer\": \"torch cholesky + inverse, n=40\""), json);
    assertTrue(json.contains("{\"peer\": \"cupy cholesky, n=40\""), json);
    standIn.assertNothingHeld();
  }

  @Test
  void aScriptThatIsNotThereEndsNothing() {
    System.setProperty(DeviceCheckPeers.SCRIPT, directory.resolve("none.py").toString());
    assertEquals(null, peers().trainer());
    peers().run(times);
    assertTrue(lines.getFirst().startsWith("trainer: "), lines::toString);
  }
}
