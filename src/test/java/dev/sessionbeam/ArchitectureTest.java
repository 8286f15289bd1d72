package dev.sessionbeam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages, and the arrows between them, which only point downwards. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.sessionbeam");

  /** Each package below {@code dev.sessionbeam}, and what it may use; the root is "pipeline". */
  private static final Map<String, String> MAY_USE =
      Map.ofEntries(
          Map.entry("json", ""),
          Map.entry("event", "json"),
          Map.entry("failure", "event json"),
          Map.entry("packing", "event failure"),
          Map.entry("expression", "json"),
          Map.entry("definition.table", "json"),
          Map.entry("definition", "definition.table event expression io json"),
          Map.entry("prepare", "definition event expression failure json packing"),
          Map.entry("session", "event failure packing"),
          Map.entry("io", "event json"),
          Map.entry("io.s3", ""),
          Map.entry("io.file", "event failure io io.s3"),
          Map.entry("io.kinesis", "event io"),
          Map.entry("lease", "io.s3"),
          Map.entry("parquet", ""),
          Map.entry("publish", "definition io lease parquet"),
          Map.entry("output.row", "definition.table json"),
          Map.entry("output.parquet", "definition definition.table output.row parquet"),
          Map.entry(
              "output",
              "definition definition.table event failure io json output.parquet output.row packing publish session"),
          Map.entry(
              "settle",
              "definition definition.table json output output.parquet output.row publish"),
          Map.entry("report.page", ""),
          Map.entry("report", "definition definition.table json prepare publish session settle"),
          Map.entry(
              "pipeline", "definition deliver event failure io output packing prepare session"),
          Map.entry("deliver.message", "json"),
          Map.entry(
              "deliver.route", "definition deliver.message expression io io.s3 json lease publish"),
          Map.entry("deliver.connect", "deliver.message deliver.route io.s3 json"),
          Map.entry("deliver.kinesis", "deliver.connect deliver.message deliver.route"),
          Map.entry("deliver.firehose", "deliver.connect deliver.message deliver.route"),
          Map.entry("deliver.dynamodb", "deliver.connect deliver.message deliver.route json"),
          Map.entry(
              "deliver.dlq", "deliver.connect deliver.message deliver.route io io.file io.s3 json"),
          Map.entry(
              "deliver",
              "deliver.connect deliver.message deliver.route definition event json output packing publish session"),
          Map.entry(
              "explain",
              "definition deliver.route event expression failure json output prepare session settle"),
          Map.entry("draft", "definition event explain failure json prepare"),
          Map.entry("warehouse", "definition definition.table json"),
          Map.entry("plan", "definition event expression io.file io.kinesis"),
          Map.entry("cluster", ""),
          Map.entry("status", "cluster deliver io json output prepare publish session"),
          Map.entry("collect.http", ""),
          Map.entry("collect.stream", "deliver.connect deliver.kinesis"),
          Map.entry("collect.spool", "collect.stream"),
          Map.entry(
              "collect",
              "collect.http collect.spool collect.stream definition deliver.kinesis event expression failure io json prepare"),
          Map.entry("simulate.kinesis", "io.kinesis"),
          Map.entry("simulate", "event io json simulate.kinesis"),
          Map.entry(
              "run",
              "cluster pipeline definition deliver deliver.connect deliver.message deliver.route event failure io io.file io.kinesis io.s3 json lease output prepare publish report report.page session settle"),
          Map.entry("deploy", "lease"),
          Map.entry("deploy.standalone", "cluster deploy publish run"),
          Map.entry("deploy.kubernetes", "cluster deploy run"),
          Map.entry(
              "cli",
              "cluster collect collect.http collect.stream definition deliver.connect deliver.dlq deliver.dynamodb deliver.message deliver.route deploy deploy.kubernetes deploy.standalone draft event explain expression failure io io.file io.s3 plan publish run session settle simulate simulate.kinesis status warehouse"));

  /** Names that a reader had to look up; {@code simulate} has words of its own domain. */
  private static final Set<String> UNCLEAR =
      Set.of(
          "Press",
          "Packer",
          "Bucketed",
          "Sessionized",
          "PackedEvents",
          "TryMap",
          "TryPack",
          "Refusal",
          "Refused",
          "Mend",
          "Admission",
          "KinesisMark",
          "Lane",
          "Parcel",
          "Tally",
          "Spoiler",
          "Dice",
          "HeadStart");

  private static String packageOf(String room) {
    return room.equals("pipeline") ? "dev.sessionbeam" : "dev.sessionbeam." + room;
  }

  @Test
  void eachPackageUsesOnlyThoseBelowIt() {
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : MAY_USE.keySet()) {
      layers = layers.layer(room).definedBy(packageOf(room));
    }
    for (Map.Entry<String, String> room : MAY_USE.entrySet()) {
      layers =
          room.getValue().isEmpty()
              ? layers.whereLayer(room.getKey()).mayNotAccessAnyLayer()
              : layers
                  .whereLayer(room.getKey())
                  .mayOnlyAccessLayers(room.getValue().split(" ", -1));
    }
    layers.check(CLASSES);
  }

  @Test
  void eachPackageHasARoom() {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    MAY_USE.keySet().forEach(room -> packages.remove(packageOf(room)));
    assertThat(packages, is(empty()));
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    slices().matching("dev.sessionbeam.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingOfTheRunGetsIntoTheData() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sessionbeam.json",
            "dev.sessionbeam.event",
            "dev.sessionbeam.expression",
            "dev.sessionbeam.packing",
            "dev.sessionbeam.prepare",
            "dev.sessionbeam.session")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .check(CLASSES);
  }

  /** The charset of Java's standard streams is that of the locale; {@code Main} prints UTF-8. */
  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.sessionbeam.cli.Main")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(CLASSES);
  }

  /** The tests, and the programs that they start, would run with the class of the tests. */
  @Test
  void noClassOfTheTestsHasTheNameOfAClassOfTheProgram() throws IOException {
    Path main = Path.of("src/main/java");
    Path test = Path.of("src/test/java");
    try (Stream<Path> files = Files.walk(test)) {
      List<Path> hidden =
          files
              .map(test::relativize)
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> Files.exists(main.resolve(file)))
              .filter(file -> !file.endsWith("package-info.java"))
              .toList();
      assertThat(hidden, is(empty()));
    }
  }

  @Test
  void classesAreNamedAfterWhatTheyDo() {
    noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Common)").check(CLASSES);
    List<String> unclear =
        CLASSES.stream().map(JavaClass::getSimpleName).filter(UNCLEAR::contains).toList();
    assertThat(unclear, is(empty()));
  }
}
