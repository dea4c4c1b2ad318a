package dev.hone.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the arrows between the modules, and that what is internal stays internal. It stands in the
 * module of the benchmarks because that one sees all others.
 */
class ArchitectureTest {
  private static final String CORE_MATH = "dev.hone.math..";
  private static final String NATIVE = "dev.hone.nativeblas..";
  private static final String GPU = "dev.hone.gpu..";
  private static final String BENCHMARKS = "dev.hone.benchmarks..";
  private static final String ROOFLINE = "dev.hone.benchmarks.roofline..";
  private static final String SIMD = "dev.hone.math.internal.simd..";

  /** Everything under {@code dev.hone} that no other module has taken. */
  private static final DescribedPredicate<JavaClass> OPTIMIZERS =
      resideInAPackage("dev.hone..")
          .and(not(resideInAnyPackage(CORE_MATH, NATIVE, GPU, BENCHMARKS)))
          .as("the optimizers");

  private static final JavaClasses HONE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.hone");

  /**
   * A public package and its hidden half, {@code internal.special} for {@code special}, are one
   * part; the kernels of all backends and what chooses between them are another.
   */
  private static final SliceAssignment PARTS_OF_CORE_MATH =
      new SliceAssignment() {
        private static final String PREFIX = "dev.hone.math.";
        private static final Pattern KERNELS = Pattern.compile("internal(\\.(scalar|simd))?");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          if (!type.getPackageName().startsWith(PREFIX)) {
            return SliceIdentifier.ignore();
          }
          String part = type.getPackageName().substring(PREFIX.length());
          return SliceIdentifier.of(
              KERNELS.matcher(part).matches() ? "kernels" : part.replace("internal.", ""));
        }

        @Override
        public String getDescription() {
          return "the parts of core math";
        }
      };

  /** A class with a {@code main} method talks to a person, all others to a program. */
  private static final DescribedPredicate<JavaClass> PROGRAM =
      DescribedPredicate.describe(
          "a program", type -> type.tryGetMethod("main", String[].class).isPresent());

  private static final JavaClasses LIBRARY =
      HONE.that(not(resideInAPackage(BENCHMARKS)).and(not(PROGRAM)));

  @Test
  void coreMathNeedsTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage(CORE_MATH)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(CORE_MATH, "java..", "jdk.incubator.vector", "org.jspecify.annotations")
        .check(HONE);
  }

  @Test
  void optimizersNeedCoreMathOnly() {
    classes()
        .that(OPTIMIZERS)
        .should()
        .onlyDependOnClassesThat(
            OPTIMIZERS.or(resideInAnyPackage(CORE_MATH, "java..", "org.jspecify.annotations")))
        .check(HONE);
  }

  @Test
  void nativeBlasKnowsNeitherOptimizersNorGpu() {
    noClasses()
        .that()
        .resideInAPackage(NATIVE)
        .should()
        .dependOnClassesThat(OPTIMIZERS.or(resideInAPackage(GPU)))
        .check(HONE);
  }

  @Test
  void gpuKernelsKnowNeitherOptimizersNorNativeBlas() {
    noClasses()
        .that()
        .resideInAPackage(GPU)
        .should()
        .dependOnClassesThat(OPTIMIZERS.or(resideInAPackage(NATIVE)))
        .check(HONE);
  }

  /** One benchmark measures kernels that no public type shows. */
  @Test
  void internalsOfCoreMathStayInCoreMath() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CORE_MATH)
        .and()
        .doNotHaveFullyQualifiedName("dev.hone.benchmarks.gp.MaternTriangleBenchmark")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.hone.math.internal..")
        .check(HONE);
  }

  @Test
  void internalsOfTheOptimizersStayInTheOptimizers() {
    noClasses()
        .that(not(OPTIMIZERS))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.hone.internal..")
        .check(HONE);
  }

  /** And what measures how fast it can be. */
  @Test
  void onlyTheSimdPackageNamesTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SIMD, ROOFLINE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(HONE);
  }

  /** Its classes cannot be linked without the Vector API's module: they are loaded by name. */
  @Test
  void nothingNamesTheSimdPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SIMD)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SIMD)
        .check(HONE);
  }

  @Test
  void packagesOfCoreMathFormNoCycles() {
    slices().assignedFrom(PARTS_OF_CORE_MATH).should().beFreeOfCycles().check(HONE);
  }

  @Test
  void librariesLogThroughSystemLogger() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(LIBRARY);
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(LIBRARY);
  }
}
