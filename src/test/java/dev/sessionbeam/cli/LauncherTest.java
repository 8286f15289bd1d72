package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the script {@code sessionbeam} with a Java and a Maven that only write down their calls. */
class LauncherTest {
  private static final String TOOLS =
      "bash cat cut dirname du env find grep head locale mkdir mktemp mv readlink rm sed sleep tail"
          + " touch";

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path clone = Path.of("");
  private Path calls = Path.of("");

  private record Call(int status, String out, String err) {}

  private record Started(Process process, Path err) {
    Call end() throws Exception {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Call(process.waitFor(), out, Files.readString(err));
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    folder = folder.toRealPath();
    calls = folder.resolve("calls");
    clone = Files.createDirectories(folder.resolve("a clone"));
    Files.copy(Path.of("sessionbeam"), clone.resolve("sessionbeam"));
    Files.createDirectories(clone.resolve("src/main"));
    Files.createDirectories(clone.resolve("runners/flink-local"));
    Files.writeString(clone.resolve("runners/flink-local/jvm.options"), "# x\n-Dlocal=1\n");
    Files.writeString(clone.resolve("pom.xml"), "<project/>");
    script(
        "bin/mvn",
        String.format(
            Locale.ROOT,
            """
        mkdir target/exclusive || echo overlaps >>"%1$s"
        echo build >>"%1$s"
        echo jar >target/sessionbeam.jar
        rmdir target/exclusive
        """,
            calls));
    java("jdk", "17.0.9");
    environment.put("JAVA_HOME", folder.resolve("jdk").toString());
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("SESSIONBEAM_JAVA_OPTS", "");
    environment.put("LC_ALL", "C.UTF-8");
  }

  /** A Java that writes down how it makes an archive, and prints its arguments and its locale. */
  private void java(String home, String version) throws IOException {
    script(
        home + "/bin/java",
        String.format(
            Locale.ROOT,
            """
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2024-01-16' >&2; exit; fi
        case "$1" in -XX:ArchiveClassesAtExit=*) echo train >>"%s"; echo x >"${1#*=}"; exit ;; esac
        echo "LC_CTYPE=$LC_CTYPE LC_MESSAGES=$LC_MESSAGES LC_ALL=$LC_ALL"
        printf '<%%s>\\n' "$@"
        """,
            version,
            calls));
  }

  private Path script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Started start(Path script, Path directory, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    return new Started(builder.start(), err);
  }

  private Call call(String... args) throws Exception {
    return start(clone.resolve("sessionbeam"), folder, args).end();
  }

  private Call call(Path script, Path directory, String... args) throws Exception {
    return start(script, directory, args).end();
  }

  private List<String> calls() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private void built() throws IOException {
    Files.createDirectories(clone.resolve("target"));
    Files.writeString(clone.resolve("target/sessionbeam.jar"), "jar");
  }

  @Test
  void theFirstCallBuildsAndTrainsAndTheNextDoesNot() throws Exception {
    Call first = call("validate", "x.yaml");
    assertThat(first.err(), first.status(), is(0));
    assertThat(first.err(), is("sessionbeam: building (once) ...\n"));
    assertThat(calls(), is(List.of("build", "train")));
    Call second = call("validate", "x.yaml");
    assertThat(second.err(), is(emptyString()));
    assertThat(calls(), is(List.of("build", "train")));
    assertThat(
        second.out(),
        endsWith(
            String.format(
                Locale.ROOT,
                "<-Dlocal=1>\n<-XX:SharedArchiveFile=%1$s/target/sessionbeam.jsa>\n<-Xshare:auto>\n<-Xlog:disable>\n<-jar>\n<%1$s/target/sessionbeam.jar>\n<validate>\n<x.yaml>\n",
                clone)));
  }

  @Test
  void theCollectorHasJvmSettingsOfItsOwn() throws Exception {
    built();
    Files.createDirectories(clone.resolve("runners/collect"));
    Files.writeString(clone.resolve("runners/collect/jvm.options"), "-Dcollect=1\n");
    Call call = call("collect", "--stream=s");
    assertThat(call.out(), allOf(containsString("<-Dcollect=1>\n"), not(containsString("local"))));
    assertThat(call("run").out(), containsString("<-Dlocal=1>\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.jsonl, 16, -Dshort=1",
    "a.jsonl, 17, -Dmedium=1",
    "a.jsonl.gz, 1, -Dshort=1",
    "a.jsonl.gz, 2, -Dmedium=1",
    "a.jsonl, 512, -Dmedium=1",
    "a.jsonl.zst, 52, ",
    "a.jsonl, 513, "
  })
  void theSizeOfTheInputChoosesSettings(String name, int mebibytes, String setting)
      throws Exception {
    built();
    for (String kind : List.of("short", "medium", "streaming")) {
      Path options = clone.resolve("runners/flink-local/jvm." + kind + ".options");
      Files.writeString(options, "-D" + kind + "=1\n");
    }
    Path input = Files.createDirectory(folder.resolve("in put"));
    try (var file = new RandomAccessFile(input.resolve(name).toFile(), "rw")) {
      file.setLength((long) mebibytes << 20); // It has no bytes on the disk.
    }
    List<String> expected = setting == null ? List.of() : List.of(setting);
    assertThat(settings("--input=" + input), is(expected));
    assertThat(settings("--input=" + input + "," + folder.resolve("none")), is(List.of()));
    assertThat(settings("--streaming", "--input=" + input), is(List.of("-Dstreaming=1")));
  }

  /** Which settings a run has beside those of every run. */
  private List<String> settings(String... flags) throws Exception {
    List<String> args = new ArrayList<>(List.of("run"));
    args.addAll(List.of(flags));
    return call(args.toArray(String[]::new))
        .out()
        .lines()
        .filter(line -> line.matches("<-D(short|medium|streaming)=1>"))
        .map(line -> line.substring(1, line.length() - 1))
        .toList();
  }

  @Test
  void withoutATerminalExplainIsToldOfNone() throws Exception {
    built();
    Call call = call("explain", "--definition=x.yaml");
    assertThat(call.err(), call.status(), is(0));
    assertThat(call.out(), not(containsString(Terminal.PROPERTY)));
  }

  @Test
  void trainingRemovesWhatAKilledOneLeft() throws Exception {
    built();
    Path left = Files.createDirectories(clone.resolve("target/train.aB3dE6"));
    Files.writeString(left.resolve("archive"), "half");
    Path other = Files.createDirectories(clone.resolve("target/train.of-my-own"));
    assertThat(call("validate", "x.yaml").status(), is(0));
    assertThat(calls(), is(List.of("train")));
    assertThat(Files.exists(left), is(false));
    assertThat(Files.exists(other), is(true));
  }

  @Test
  void aNewerSourceIsBuilt() throws Exception {
    built();
    Path source = Files.writeString(clone.resolve("src/main/A.java"), "class A {}");
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 5_000);
    Files.setLastModifiedTime(source, later);
    assertThat(call("run").status(), is(0));
    assertThat(calls().get(0), is("build"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "--version",
        "-V",
        "help",
        "version",
        "run --help",
        "run -h",
        "validate -V",
        "simulate --version",
        "help run",
        "run --input=x --help"
      })
  void withAJarHelpAndVersionBuildAndTrainNothing(String command) throws Exception {
    built();
    Path source = Files.writeString(clone.resolve("src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
    Call call = call(command.split(" ", -1));
    assertThat(call.err(), call.status(), is(0));
    assertThat(call.out(), containsString("<-jar>"));
    assertThat(calls(), is(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help", "run --help", "help run", "simulate -h"})
  void withoutAJarHelpIsATextThatEndsInHowToBuild(String command) throws Exception {
    environment.put("JAVA_HOME", "/nowhere");
    Call call = call(command.split(" ", -1));
    assertThat(call.err(), call.status(), is(0));
    assertThat(
        call.out(),
        allOf(
            startsWith("Usage: sessionbeam COMMAND"),
            containsString("To build it, with JDK 17"),
            containsString("cd " + clone + " && mvn package")));
    assertThat(calls(), is(List.of()));
  }

  @Test
  void withoutAJarACallWithoutACommandIsWrongUsage() throws Exception {
    Call call = call();
    assertThat(call.status(), is(2));
    assertThat(call.err(), startsWith("Usage: sessionbeam COMMAND"));
  }

  @Test
  void aSymbolicLinkToALinkWorksFromAnyFolder() throws Exception {
    built();
    Path elsewhere = Files.createDirectories(folder.resolve("home/my bin"));
    Path relative = Path.of("../../a clone/sessionbeam");
    Path link = Files.createSymbolicLink(elsewhere.resolve("sb"), relative);
    Path second = Files.createSymbolicLink(folder.resolve("sessionbeam"), link);
    environment.put("CDPATH", "/:" + folder);
    Call call = call(second, elsewhere, "version");
    assertThat(call.err(), call.status(), is(0));
    assertThat(call.out(), containsString("<" + clone + "/target/sessionbeam.jar>\n<version>\n"));
  }

  @Test
  void argumentsAreGivenAsTheyAre() throws Exception {
    built();
    String[] args = {
      "run",
      "--input=a b,c",
      "",
      "*",
      "$HOME",
      "a\nb",
      "'",
      "\"",
      "\\",
      "--input=",
      "--input=\u00e9"
    };
    Call call = call(args);
    assertThat(call.err(), call.status(), is(0));
    assertThat(call.out(), endsWith("jar>\n<" + String.join(">\n<", args) + ">\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flock", "mkdir"})
  void ofCallsAtTheSameTimeOneBuildsAndTheOthersWait(String lock) throws Exception {
    if (lock.equals("mkdir")) {
      environment.put("PATH", folder.resolve("bin").toString());
      for (String tool : TOOLS.split(" ", -1)) {
        Path found = Path.of("/usr/bin", tool);
        Files.createSymbolicLink(
            folder.resolve("bin").resolve(tool),
            Files.exists(found) ? found : Path.of("/bin", tool));
      }
      Files.createSymbolicLink(folder.resolve("bin/rmdir"), Path.of("/bin/rmdir"));
      // What a killed process left.
      Path left = Files.createDirectories(clone.resolve("target/sessionbeam.lock.d"));
      Files.writeString(left.resolve("process"), String.valueOf(deadProcess()));
    }
    List<Started> started = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      started.add(start(clone.resolve("sessionbeam"), folder, "version"));
    }
    for (Started process : started) {
      Call call = process.end();
      assertThat(call.err(), call.status(), is(0));
      assertThat(call.out(), containsString("<version>"));
    }
    assertThat(calls(), is(List.of("build")));
    for (Path file : CommandRun.files(folder.resolve("bin"))) {
      if (Files.isSymbolicLink(file)) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"build", "train"})
  void aSignalEndsWhatTheScriptWaitsFor(String step) throws Exception {
    Path started = folder.resolve("started");
    String wait =
        String.format(
            Locale.ROOT, "echo $$ >%1$s.part && mv %1$s.part %1$s && exec sleep 60\n", started);
    Path program = folder.resolve(step.equals("build") ? "bin/mvn" : "jdk/bin/java");
    String works = Files.readString(program);
    String[] parts = works.split("\n", 2);
    Files.writeString(
        program,
        step.equals("build")
            ? parts[0] + "\n" + wait
            : parts[0] + "\ncase $1 in -XX:Archive*) " + wait.strip() + " ;; esac\n" + parts[1]);
    Started launcher = start(clone.resolve("sessionbeam"), folder, "run");
    while (!Files.exists(started)) {
      assertThat(Files.readString(launcher.err()), launcher.process().isAlive(), is(true));
      Thread.onSpinWait();
    }
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(Files.readString(started).strip())).orElseThrow();
    launcher.process().toHandle().destroy();
    assertThat(launcher.process().waitFor(), is(143));
    assertThat(child.isAlive(), is(false));
    try (Stream<Path> left = Files.list(clone.resolve("target"))) {
      assertThat(
          left.filter(path -> path.getFileName().toString().startsWith("train")).toList(),
          is(List.of()));
    }
    Files.writeString(program, works);
    assertThat(call("run").status(), is(0));
  }

  private static long deadProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void aBuildThatFailsIsDoneAgain() throws Exception {
    Path mvn = folder.resolve("bin/mvn");
    String works = Files.readString(mvn);
    Files.writeString(mvn, "#!/usr/bin/env bash\necho half >target/sessionbeam.jar\nexit 1\n");
    Call failed = call("version");
    assertThat(failed.status(), is(1));
    assertThat(failed.err(), endsWith("sessionbeam: the build failed, see above\n"));
    Files.writeString(mvn, works);
    assertThat(call("version").status(), is(0));
    assertThat(calls(), is(List.of("build")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sessionbeam.jar", "lib/sessionbeam.jar", "../lib/sessionbeam.jar"})
  void anInstallHasOnlyTheScriptAndTheJar(String jar) throws Exception {
    Path install = Files.createDirectories(folder.resolve("opt/bin"));
    Files.copy(Path.of("sessionbeam"), install.resolve("sessionbeam"));
    Path file = install.resolve(jar);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "jar");
    Call call = call(install.resolve("sessionbeam"), folder, "run", "--streaming");
    assertThat(call.err(), call.status(), is(0));
    assertThat(call.err(), is(emptyString()));
    assertThat(
        call.out(), endsWith("<-jar>\n<" + install + "/" + jar + ">\n<run>\n<--streaming>\n"));
    assertThat(calls(), is(List.of()));
  }

  @Test
  void aScriptAloneSaysWhatIsMissing() throws Exception {
    Path install = Files.createDirectories(folder.resolve("opt"));
    Files.copy(Path.of("sessionbeam"), install.resolve("sessionbeam"));
    Call call = call(install.resolve("sessionbeam"), folder, "version");
    assertThat(call.status(), is(1));
    assertThat(call.err(), startsWith("sessionbeam: there is no sessionbeam.jar in " + install));
    assertThat(call.err().lines().count(), is(1L));
  }

  /** Permissions do not bind root, so a file takes the place of the folder. */
  @Test
  void whereNothingCanBeWrittenTheMessageNamesTheFolder() throws Exception {
    Files.writeString(clone.resolve("target"), "a file");
    Call none = call("run");
    assertThat(none.status(), is(1));
    assertThat(none.err(), containsString(clone + "/target cannot be written to"));
    assertThat(none.err().lines().count(), is(1L));
  }

  @ParameterizedTest
  @CsvSource({
    "11.0.22, 11",
    "1.8.0_292, 8",
    "9, 9",
    "16.0.2, 16",
    "14-ea, 14",
    "10.0.2, 10",
    "1.7.0_80, 7"
  })
  void anOlderJavaIsRejectedInOneLine(String version, String name) throws Exception {
    built();
    java("old", version);
    environment.put("JAVA_HOME", folder.resolve("old").toString());
    for (boolean release : new boolean[] {false, true}) {
      if (release) {
        Files.writeString(
            folder.resolve("old/release"), "A=\"b\"\nJAVA_VERSION=\"" + version + "\"\n");
      }
      Call call = call("run");
      assertThat(call.status(), is(1));
      assertThat(
          call.err(),
          is(
              String.format(
                  Locale.ROOT,
                  "sessionbeam: %s/old/bin/java is Java %s, but Java 17 or later is needed: set JAVA_HOME to the folder of a JDK 17\n",
                  folder,
                  name)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "17.0.9", "21.0.1", "25-ea", "100.1", "unknown"})
  void aJavaThatIsNewEnoughOrNotKnownRuns(String version) throws Exception {
    built();
    java("new", version);
    environment.put("JAVA_HOME", folder.resolve("new").toString());
    Call call = call("version");
    assertThat(call.err(), call.status(), is(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "bin", "/etc/passwd", "jdk/bin"})
  void aWrongJavaHomeIsNamed(String home) throws Exception {
    built();
    environment.put("JAVA_HOME", home);
    Call call = call("run");
    assertThat(call.status(), is(1));
    assertThat(
        call.err(),
        startsWith("sessionbeam: JAVA_HOME is '" + home + "', but there is no Java in it ("));
    assertThat(call.err().lines().count(), is(1L));
  }

  @Test
  void withoutJavaHomeTheJavaOfThePathRuns() throws Exception {
    built();
    environment.put("JAVA_HOME", "");
    Files.createSymbolicLink(folder.resolve("bin/java"), folder.resolve("jdk/bin/java"));
    assertThat(call("version").out(), containsString("<version>"));
  }

  @ParameterizedTest
  @CsvSource({
    "LC_ALL, C",
    "LC_ALL, POSIX",
    "LANG, C",
    "LC_CTYPE, C",
    "LANG, xx_YY.UTF-8",
    "LANG, en_US",
    "LC_ALL, de_DE.ISO-8859-1"
  })
  void aLocaleWithoutUtf8GetsIt(String variable, String locale) throws Exception {
    built();
    environment.put("LC_ALL", "");
    environment.put(variable, locale);
    Call call = call("version");
    assertThat(
        call.out().lines().findFirst().orElseThrow().toLowerCase(Locale.ROOT),
        containsString("utf"));
  }

  @Test
  void aLocaleWithUtf8Stays() throws Exception {
    built();
    environment.put("LC_ALL", "");
    environment.put("LC_CTYPE", "C.UTF-8");
    assertThat(call("version").out(), startsWith("LC_CTYPE=C.UTF-8 LC_MESSAGES=C LC_ALL=\n"));
  }

  @Test
  void messagesOfTheOperatingSystemAreInEnglish() throws Exception {
    built();
    environment.put("LC_ALL", "de_DE.UTF-8");
    environment.put("LC_MESSAGES", "de_DE.UTF-8");
    assertThat(call("version").out(), containsString(" LC_MESSAGES=C LC_ALL=\n"));
  }

  @Test
  void theUsersJavaOptionsComeLast() throws Exception {
    built();
    environment.put("SESSIONBEAM_JAVA_OPTS", "-Xmx8g -Da=b");
    assertThat(call("version").out(), containsString("<-Xmx8g>\n<-Da=b>\n<-jar>\n"));
  }

  @Test
  void furtherJarsAreOnTheClassPathAfterTheProgram() throws Exception {
    built();
    environment.put("SESSIONBEAM_CLASSPATH", "/my jars/*:/other.jar");
    assertThat(
        call("version").out(),
        containsString(
            "<-cp>\n<"
                + clone
                + "/target/sessionbeam.jar:/my jars/*:/other.jar>\n<dev.sessionbeam.cli.Main>\n"
                + "<version>\n"));
  }

  @Test
  void aShellWithoutArraysHandsOverToBash() throws Exception {
    built();
    Call call = call(Path.of("/bin/sh"), folder, clone + "/sessionbeam", "version");
    assertThat(call.err(), is(emptyString()));
    assertThat(call.out(), containsString("<version>"));
  }
}
