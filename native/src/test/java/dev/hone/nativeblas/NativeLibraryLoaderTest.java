package dev.hone.nativeblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import dev.hone.math.Engines;
import dev.hone.math.linalg.LinearAlgebra;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibraryLoaderTest {

  @Test
  void theServiceLoaderFindsTheNativeBackend() {
    TestLibrary.library();
    LinearAlgebra algebra = Engines.linearAlgebra(Backend.NATIVE);
    assertInstanceOf(NativeLinearAlgebra.class, algebra);
    assertEquals("native-openblas", algebra.name());
    assertSame(algebra, Engines.linearAlgebra(Backend.NATIVE));
  }

  @Test
  void anInstalledLibraryIsLoadedByItsPath() {
    NativeLibrary bundled = TestLibrary.library();
    NativeLibrary again = NativeLibraryLoader.named(bundled.origin());
    assertEquals("native-openblas", BlasSymbols.bind(again).name());
  }

  @Test
  void aPathThatIsNotThereIsNamed(@TempDir Path directory) {
    Path missing = directory.resolve("libnothing.so");
    String message = messageOf(missing.toString());
    assertTrue(message.contains("-Dhone.native.library=" + missing), message);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theReasonIsTheSystemLoadersOwn(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("libnothing.so");
    assertTrue(
        messageOf(missing.toString()).contains("No such file"), messageOf(missing.toString()));
    // A version of the ELF format that does not exist.
    byte[] content = Files.readAllBytes(Path.of(TestLibrary.library().origin()));
    content[6] = 9;
    Path corrupt = Files.write(directory.resolve("libcorrupt.so"), content);
    String message = messageOf(corrupt.toString());
    assertTrue(message.contains("ELF file version"), message);
  }

  @Test
  void aNameIsTriedAsALibraryAndAsAFile() {
    String message = messageOf("no_such_blas");
    assertTrue(message.contains(System.mapLibraryName("no_such_blas") + ":"), message);
    assertTrue(message.contains("; no_such_blas:"), message);
  }

  @Test
  void thePropertyChoosesTheLibraryAndAFailureIsNotAFallback() {
    System.setProperty(NativeLibraryLoader.PROPERTY, "no_such_blas");
    try {
      BackendUnavailableException e =
          assertThrows(BackendUnavailableException.class, NativeLibraryLoader::load);
      assertTrue(e.toString().contains("-Dhone.native.library=no_such_blas"), e.toString());
      assertEquals(Backend.NATIVE, e.backend());
    } finally {
      System.clearProperty(NativeLibraryLoader.PROPERTY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Linux,amd64,linux-x86_64",
    "Linux,aarch64,linux-arm64",
    "Mac OS X,aarch64,macosx-arm64",
    "Windows Server 2025,amd64,windows-x86_64"
  })
  void knowsThePlatformsThatHaveABundledLibrary(String os, String arch, String classifier) {
    assertEquals(classifier, BundledOpenBlas.forPlatform(os, arch).classifier());
  }

  @Test
  void aPlatformWithoutABundledLibraryIsNamed() {
    BackendUnavailableException e =
        assertThrows(
            BackendUnavailableException.class, () -> BundledOpenBlas.forPlatform("AIX", "ppc64"));
    assertTrue(e.toString().contains("AIX on ppc64"), e.toString());
  }

  @Test
  void aMissingJarIsNamedByItsClassifier() throws IOException {
    try (URLClassLoader empty =
        new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
      BackendUnavailableException e =
          assertThrows(
              BackendUnavailableException.class, () -> BundledOpenBlas.LINUX_ARM64.files(empty));
      assertTrue(e.toString().contains("classifier linux-arm64"), e.toString());
    }
  }

  private static String messageOf(String library) {
    return assertThrows(BackendUnavailableException.class, () -> NativeLibraryLoader.named(library))
        .toString();
  }
}
