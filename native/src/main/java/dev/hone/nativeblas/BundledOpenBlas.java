package dev.hone.nativeblas;

import dev.hone.math.Backend;
import dev.hone.math.BackendUnavailableException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One of the OpenBLAS builds that lie on Maven Central as jars of {@code org.bytedeco:openblas}.
 *
 * <p>What each platform's file needs besides the C library was read from the files themselves
 * ({@code DT_NEEDED}, {@code LC_LOAD_DYLIB}, PE imports).
 *
 * @param classifier the jar's classifier
 * @param fileNames the libraries in the order they must be loaded; the BLAS itself is last
 */
record BundledOpenBlas(String classifier, List<String> fileNames) {
  // libgfortran has no run path of its own: its dependencies must be loaded before it.
  static final BundledOpenBlas LINUX_X86_64 =
      new BundledOpenBlas(
          "linux-x86_64",
          List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0"));
  static final BundledOpenBlas LINUX_ARM64 =
      new BundledOpenBlas(
          "linux-arm64", List.of("libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0"));
  static final BundledOpenBlas MACOSX_ARM64 =
      new BundledOpenBlas("macosx-arm64", List.of("libopenblas.0.dylib"));
  static final BundledOpenBlas WINDOWS_X86_64 =
      new BundledOpenBlas("windows-x86_64", List.of("libopenblas.dll"));

  /**
   * The build for a platform.
   *
   * @param osName as the system property {@code os.name} spells it
   * @param osArch as the system property {@code os.arch} spells it
   * @throws BackendUnavailableException if there is none
   */
  static BundledOpenBlas forPlatform(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean x86 = osArch.equals("amd64") || osArch.equals("x86_64");
    boolean arm = osArch.equals("aarch64");
    if (os.startsWith("linux") && x86) {
      return LINUX_X86_64;
    }
    if (os.startsWith("linux") && arm) {
      return LINUX_ARM64;
    }
    if (os.startsWith("mac") && arm) {
      return MACOSX_ARM64;
    }
    if (os.startsWith("windows") && x86) {
      return WINDOWS_X86_64;
    }
    throw new BackendUnavailableException(
        Backend.NATIVE,
        "there is no bundled OpenBLAS for "
            + osName
            + " on "
            + osArch
            + ": name an installed library by -D"
            + NativeLibraryLoader.PROPERTY);
  }

  /**
   * The library's files inside the jar, in the order of {@link #fileNames}.
   *
   * @throws BackendUnavailableException if the jar is not on the class path
   */
  List<LibraryFile> files(ClassLoader loader) {
    List<LibraryFile> files = new ArrayList<>();
    for (String name : fileNames) {
      String resource = "org/bytedeco/openblas/" + classifier + "/" + name;
      URL url = loader.getResource(resource);
      if (url == null) {
        throw new BackendUnavailableException(
            Backend.NATIVE,
            resource
                + " is not on the class path: add org.bytedeco:openblas with the classifier "
                + classifier
                + ", or name an installed library by -D"
                + NativeLibraryLoader.PROPERTY);
      }
      files.add(new LibraryFile(name, url));
    }
    return files;
  }
}
