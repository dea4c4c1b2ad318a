package dev.hone.nativeblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code AUTO} with this module on the class path, in JVMs of their own: the choice is made once in
 * the life of one.
 */
class AutoBackendTest {
  private static final List<String> KERNELS = List.of("scalar", "simd-128", "simd-256", "simd-512");
  private static final List<String> ROUTINES =
      List.of("gemm", "syrk", "trsm", "potrf", "potri", "syevd");

  private static final Map<List<String>, Answer> ANSWERS = new HashMap<>();

  @TempDir private static Path folder;
  private static Path from100;
  private static Path never;

  @BeforeAll
  static void writeCalibrations() throws IOException {
    from100 = calibration("100");
    never = calibration("never");
  }

  private static Path calibration(String order) throws IOException {
    List<String> lines = new ArrayList<>(List.of("format = 1"));
    for (String kernels : KERNELS) {
      for (String routine : ROUTINES) {
        lines.add(kernels + "." + routine + " = " + order);
      }
    }
    return Files.write(folder.resolve(order), lines);
  }

  /** Without {@code vectors}, a JVM on plain loops. A question asked before is answered at once. */
  private static Answer ask(String backend, boolean vectors, String... options)
      throws IOException, InterruptedException {
    List<String> question = new ArrayList<>(List.of(options));
    question.add(backend + vectors);
    Answer answer = ANSWERS.get(question);
    if (answer == null) {
      answer = run(backend, vectors, options);
      ANSWERS.put(question, answer);
    }
    return answer;
  }

  private static Answer run(String backend, boolean vectors, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m"));
    if (vectors) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    String cache = System.getProperty("hone.native.cache");
    if (cache != null) {
      command.add("-Dhone.native.cache=" + cache);
    }
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AutoProbe.class.getName(), backend));
    Path errors = Files.createTempFile(folder, "stderr", ".txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "still running");
    String log = Files.readString(errors);
    if (process.exitValue() != 0) {
      return new Answer("", "", "", log);
    }
    String[] fields = line.strip().split(" ", -1);
    return new Answer(fields[0], fields[1], fields[2], log);
  }

  private record Answer(String name, String small, String large, String log) {}

  private static String using(Path calibration) {
    return "-Dhone.calibration=" + calibration;
  }

  @Test
  void theLibraryJoinsFromItsOrderOnAndOnlyThere() throws IOException, InterruptedException {
    for (boolean vectors : new boolean[] {false, true}) {
      Answer cpu = ask(vectors ? "SIMD" : "SCALAR", vectors);
      Answer library = ask("NATIVE", vectors);
      Answer auto = ask("AUTO", vectors, using(from100));
      assertEquals(cpu.name + "+native", auto.name);
      assertEquals(cpu.small, auto.small);
      assertEquals(library.large, auto.large);
      assertNotEquals(cpu.large, auto.large, "the two cannot be told apart");
    }
  }

  @Test
  void withoutAnOrderItStaysOut() throws IOException, InterruptedException {
    Answer cpu = ask("SCALAR", false);
    Answer auto = ask("AUTO", false, using(never), "-Dhone.native.library=/no/such/library");
    assertEquals(cpu.name, auto.name);
    assertEquals(cpu.large, auto.large);
  }

  @Test
  void aBrokenLibraryCostsOneLogLine() throws IOException, InterruptedException {
    Answer cpu = ask("SCALAR", false);
    Answer auto = ask("AUTO", false, using(from100), "-Dhone.native.library=/no/such/library");
    assertEquals(cpu.large, auto.large);
    assertEquals(
        1, auto.log.lines().filter(line -> line.contains("/no/such/library")).count(), auto.log);
  }

  @Test
  void aForcedBackendIsNotTouchedByTheFile() throws IOException, InterruptedException {
    assertEquals(ask("SCALAR", false), ask("SCALAR", false, using(from100)));
    Answer broken = ask("NATIVE", false, "-Dhone.native.library=/no/such/library");
    assertTrue(broken.log.contains("BackendUnavailableException"), broken.log);
  }
}
