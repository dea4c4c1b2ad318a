package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the jar carries was made of the sources as they are; {@code build-kernels} makes it. */
class CompiledKernelsTest {
  private static final Pattern ENTRY = Pattern.compile("\\.visible \\.entry (\\w+)\\(");

  @Test
  void theSourcesHaveNotChangedSinceTheyWereCompiled() throws Exception {
    StringBuilder expected = new StringBuilder();
    for (String suffix : List.of(".cu", ".cuh")) {
      for (Path source : HostCompiler.sources(HostCompiler.KERNELS)) {
        if (source.toString().endsWith(suffix)) {
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(source));
          expected.append(HexFormat.of().formatHex(hash)).append("  ");
          expected.append(source.getFileName()).append('\n');
        }
      }
    }
    String recorded = new String(resource("hone.sha256"), StandardCharsets.UTF_8);
    assertEquals(expected.toString(), recorded, "run gpu-kernels/build-kernels and commit");
  }

  @Test
  void everyKernelIsThereAndUsed() throws Exception {
    String ptx = new String(resource("hone.ptx"), StandardCharsets.UTF_8);
    var compiled = ENTRY.matcher(ptx).results().map(m -> m.group(1)).collect(Collectors.toSet());
    assertEquals(new TreeSet<>(HostCompiler.names(HostCompiler.KERNELS)), new TreeSet<>(compiled));
    var known = Arrays.stream(Kernel.values()).map(Kernel::symbol).collect(Collectors.toSet());
    assertEquals(new TreeSet<>(compiled), new TreeSet<>(known));
  }

  @Test
  void ptxIsForOldDriversAndDevices() throws Exception {
    String ptx = new String(resource("hone.ptx"), StandardCharsets.UTF_8);
    assertTrue(ptx.contains("\n.version 7.0\n"), "PTX 7.0");
    assertTrue(ptx.contains("\n.target sm_75\n"), "sm_75");
  }

  @Test
  void theFatbinIsOne() throws Exception {
    byte[] fatbin = resource("hone.fatbin");
    assertEquals("50ed55ba", HexFormat.of().formatHex(fatbin, 0, 4));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GpuDevice.class.getResourceAsStream(name)) {
      assertNotNull(in, name);
      return in.readAllBytes();
    }
  }
}
