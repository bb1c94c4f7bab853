package org.selftuning;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house: each package depends only on those before it in the order. */
class ArchitectureTest {
  private static final List<String> ORDER =
      List.of(
          "tensor", "hyper", "graph", "layer", "model", "data", "train", "predict", "onnx",
          "record", "search", "study", "compare", "theory", "chart");

  private static JavaClasses library;

  @BeforeAll
  static void read() {
    library =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.selftuning");
  }

  static List<String> packages() {
    return ORDER;
  }

  private static DescribedPredicate<JavaClass> in(String name) {
    return resideInAPackage("org.selftuning." + name + "..");
  }

  @ParameterizedTest
  @MethodSource("packages")
  void dependsOnEarlierPackagesOnly(String name) {
    for (String later : ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size())) {
      noClasses()
          .that(in(name))
          .should()
          .dependOnClassesThat(in(later))
          .allowEmptyShould(true)
          .check(library);
    }
  }

  @Test
  void everyClassStandsInAPackageOfTheOrder() {
    noClasses()
        .should()
        .resideOutsideOfPackages(
            ORDER.stream().map(name -> "org.selftuning." + name + "..").toArray(String[]::new))
        .check(library);
  }

  @Test
  void dataKnowNoNetwork() {
    noClasses()
        .that(in("data"))
        .should()
        .dependOnClassesThat(in("layer").or(in("model")))
        .check(library);
  }

  @Test
  void graphsKnowTensorsAndHyperparametersAlone() {
    noClasses()
        .that(in("graph"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.selftuning..")
                .and(DescribedPredicate.not(in("tensor").or(in("hyper")).or(in("graph")))))
        .check(library);
  }

  @Test
  void onlyAnEngineTouchesItsMachineCode() {
    noClasses()
        .that(DescribedPredicate.not(in("tensor.nd4j")))
        .and()
        .doNotHaveSimpleName("NdArrays") // takes ND4J's arrays as data
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
        .check(library);
  }

  @Test
  void engineIsFoundByTheServiceLoaderAlone() {
    noClasses()
        .that(DescribedPredicate.not(in("tensor.nd4j")))
        .should()
        .dependOnClassesThat(in("tensor.nd4j"))
        .check(library);
  }

  @Test
  void enginesKnowNoHyperparameter() {
    noClasses()
        .that(in("tensor"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.selftuning..").and(DescribedPredicate.not(in("tensor"))))
        .check(library);
  }

  @Test
  void mathematicsKnowNoChartsAndNoTables() {
    noClasses()
        .that(in("tensor").or(in("hyper")).or(in("layer")).or(in("train")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.knowm..", "tech.tablesaw..", "java.awt..", "javax.swing..")
        .check(library);
  }

  @Test
  void nothingIsPrinted() {
    noClasses()
        .that()
        .doNotHaveSimpleName("TrialWorker") // a process whose output is read by another
        .should(ACCESS_STANDARD_STREAMS)
        .check(library);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(library);
  }

  @Test
  void nothingIsSerializedByJava() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.Object(In|Out)putStream")
        .check(library);
  }

  /** A stock IJava puts gson 2.8.5 before ours, which has no static methods to parse with. */
  @Test
  void jsonIsReadAsOldVersionsOfGsonCan() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.google.gson.JsonParser")
        .check(library);
  }
}
