package dev.hone.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
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

  /**
   * Machine code of every data-center architecture there is, and PTX for what is older or newer.
   */
  @Test
  void theFatbinHoldsEveryArchitecture() throws Exception {
    List<Fatbin.Entry> expected =
        List.of(
            new Fatbin.Entry(Fatbin.Kind.PTX, 75),
            new Fatbin.Entry(Fatbin.Kind.SASS, 80),
            new Fatbin.Entry(Fatbin.Kind.SASS, 90),
            new Fatbin.Entry(Fatbin.Kind.SASS, 100),
            new Fatbin.Entry(Fatbin.Kind.SASS, 120));
    List<Fatbin.Entry> found = Fatbin.entries(resource("hone.fatbin"));
    List<Fatbin.Entry> missing = new ArrayList<>(expected);
    missing.removeAll(found);
    assertEquals(List.of(), missing, "hone.fatbin lacks these: run gpu-kernels/build-kernels");
    assertEquals(expected.size(), found.size(), "more than expected: " + found);
  }

  @Test
  void aFatbinThatIsCutOffOrLacksAnEntryIsTold() throws Exception {
    byte[] whole = resource("hone.fatbin");
    byte[] cut = Arrays.copyOf(whole, whole.length - 8);
    assertThrows(IllegalArgumentException.class, () -> Fatbin.entries(cut));
    assertThrows(IllegalArgumentException.class, () -> Fatbin.entries(new byte[64]));
    // Without its first entry, the PTX.
    ByteBuffer header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int first = (int) (header.getInt(16 + 4) + header.getLong(16 + 8));
    byte[] shorter = new byte[whole.length - first];
    System.arraycopy(whole, 0, shorter, 0, 16);
    System.arraycopy(whole, 16 + first, shorter, 16, shorter.length - 16);
    ByteBuffer.wrap(shorter).order(ByteOrder.LITTLE_ENDIAN).putLong(8, shorter.length - 16L);
    List<Fatbin.Entry> left = Fatbin.entries(shorter);
    assertFalse(left.contains(new Fatbin.Entry(Fatbin.Kind.PTX, 75)), left::toString);
    assertEquals(4, left.size());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GpuDevice.class.getResourceAsStream(name)) {
      assertNotNull(in, name);
      return in.readAllBytes();
    }
  }
}
