package dev.sessionbeam;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The arrows between the packages, which only point downwards. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.sessionbeam");

  @Test
  void eachPackageKnowsOnlyThoseBelowIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("event")
        .definedBy("dev.sessionbeam.event")
        .layer("failure")
        .definedBy("dev.sessionbeam.failure")
        .layer("expression")
        .definedBy("dev.sessionbeam.expression")
        .layer("definition")
        .definedBy("dev.sessionbeam.definition")
        .layer("s3")
        .definedBy("dev.sessionbeam.s3")
        .layer("lease")
        .definedBy("dev.sessionbeam.lease")
        .layer("steps")
        .definedBy("dev.sessionbeam.validate", "dev.sessionbeam.clean", "dev.sessionbeam.enrich")
        .layer("source")
        .definedBy("dev.sessionbeam.source..")
        .layer("session")
        .definedBy("dev.sessionbeam.session")
        .layer("sink")
        .definedBy("dev.sessionbeam.sink")
        .layer("kinesis")
        .definedBy("dev.sessionbeam.kinesis")
        .layer("simulate")
        .definedBy("dev.sessionbeam.simulate")
        .layer("pipeline")
        .definedBy("dev.sessionbeam")
        .layer("cli")
        .definedBy("dev.sessionbeam.cli")
        .whereLayer("event")
        .mayNotAccessAnyLayer()
        .whereLayer("failure")
        .mayOnlyAccessLayers("event")
        .whereLayer("expression")
        .mayOnlyAccessLayers("event")
        .whereLayer("definition")
        .mayOnlyAccessLayers("event", "expression")
        .whereLayer("steps")
        .mayOnlyAccessLayers("event", "failure", "expression", "definition")
        .whereLayer("s3")
        .mayNotAccessAnyLayer()
        .whereLayer("lease")
        .mayOnlyAccessLayers("s3")
        .whereLayer("source")
        .mayOnlyAccessLayers("event", "failure", "s3", "kinesis")
        .whereLayer("session")
        .mayOnlyAccessLayers("event", "failure")
        .whereLayer("sink")
        .mayOnlyAccessLayers("event", "failure", "definition", "session", "lease")
        .whereLayer("kinesis")
        .mayNotAccessAnyLayer()
        .whereLayer("simulate")
        .mayOnlyAccessLayers("event", "definition", "kinesis")
        .whereLayer("pipeline")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .ignoreDependency(
            resideInAPackage("dev.sessionbeam.cli"), resideInAPackage("dev.sessionbeam"))
        .check(CLASSES);
  }

  @Test
  void nothingOfTheRunGetsIntoTheData() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sessionbeam.event",
            "dev.sessionbeam.expression",
            "dev.sessionbeam.validate",
            "dev.sessionbeam.clean",
            "dev.sessionbeam.enrich",
            "dev.sessionbeam.admit",
            "dev.sessionbeam.session")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .check(CLASSES);
  }

  @Test
  void classesAreNamedAfterWhatTheyDo() {
    noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Common)").check(CLASSES);
  }
}
