package dev.hone.benchmarks.report;

import dev.hone.math.Backend;
import dev.hone.math.Engines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a result holds on: without it, an absolute time says nothing.
 *
 * @param cpu model of the processor
 * @param cores processors that the JVM sees
 * @param os name, version and architecture
 * @param jdk vendor and version
 * @param kernels the Vector API kernels that ran, named with their width in bits
 * @param revision the commit, marked if the working tree had changes
 * @param date when the run began, UTC
 */
record Machine(
    String cpu, int cores, String os, String jdk, String kernels, String revision, String date) {

  private static final String UNKNOWN = "unknown";

  /** Describes this machine and the working tree that holds {@code directory}. */
  static Machine here(Path directory) throws IOException, InterruptedException {
    return new Machine(
        cpu(directory),
        Runtime.getRuntime().availableProcessors(),
        String.join(" ", property("os.name"), property("os.version"), property("os.arch")),
        property("java.vm.vendor") + " " + property("java.vm.version"),
        Engines.linearAlgebra(Backend.SIMD).name(),
        output(directory, "git", "describe", "--always", "--dirty"),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static String property(String name) {
    return System.getProperty(name, UNKNOWN);
  }

  private static String cpu(Path directory) throws IOException, InterruptedException {
    String os = property("os.name").toLowerCase(Locale.ROOT);
    if (os.contains("linux")) {
      return linuxCpu();
    }
    return os.contains("mac")
        ? output(directory, "sysctl", "-n", "machdep.cpu.brand_string")
        : System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", UNKNOWN);
  }

  /** Architectures other than x86 name no model; their name is in {@link #os}. */
  private static String linuxCpu() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    }
  }

  /** A source archive has no revision and a bare machine has no git: neither stops a benchmark. */
  private static String output(Path directory, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException notInstalled) {
      return UNKNOWN;
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? text.strip() : UNKNOWN;
  }
}
