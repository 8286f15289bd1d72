package dev.sessionbeam.kubernetes;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that {@code make image} builds, on a small base of the test. */
class ImageTest {
  private static final String JAR = "opt/flink/usrlib/sessionbeam.jar";
  private static final String SCRIPT = "opt/flink/usrlib/sessionbeam";

  /** Permissions, owner, and the rest of a line of {@code tar -tv}, with the name at its end. */
  private static final Pattern ENTRY =
      Pattern.compile("(\\S+) (\\S+) +\\d+ (\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}\\S*) (.*)");

  @TempDir private static Path folder;

  private static @Nullable ImageBuild builds;
  private static Path image = Path.of("");
  private static JsonNode config = new ObjectMapper().createObjectNode();

  /** The lines of {@code tar -tv} for each file of the layers, by its name. */
  private static final Map<String, Matcher> FILES = new TreeMap<>();

  @BeforeAll
  static void build() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"),
        "SKIPPED: the image is read with GNU tar, so on Linux only");
    builds = new ImageBuild(folder);
    image = unpacked(builds().build("first", "jib:buildTar"));
    config = json(image, json(image, "manifest.json").path(0).path("Config").asText());
    for (JsonNode layer : json(image, "manifest.json").path(0).path("Layers")) {
      String listing =
          builds().run("tar", "--utc", "-tzvf", image.resolve(layer.asText()).toString());
      for (String line : listing.lines().toList()) {
        Matcher entry = ENTRY.matcher(line);
        assertThat(line, entry.matches());
        FILES.put(entry.group(4), entry);
      }
    }
  }

  private static ImageBuild builds() {
    return Objects.requireNonNull(builds);
  }

  private static Matcher entry(String name) {
    return Objects.requireNonNull(FILES.get(name), name);
  }

  private static Path unpacked(Path build) throws Exception {
    Path unpacked = Files.createDirectories(build.resolve("unpacked"));
    builds().run("tar", "-xf", build.resolve("image.tar").toString(), "-C", unpacked.toString());
    return unpacked;
  }

  private static JsonNode json(Path unpacked, String file) throws IOException {
    return new ObjectMapper().readTree(unpacked.resolve(file).toFile());
  }

  @Test
  void programScriptAndPluginAreWhereFlinkLooksForThem() {
    assertThat(FILES.keySet(), hasItem(JAR));
    assertThat(FILES.keySet(), hasItem(SCRIPT));
    assertThat(FILES.keySet(), hasItem("opt/flink/usrlib/runners/collect/jvm.options"));
    assertThat(
        FILES.keySet(),
        hasItem(
            matchesPattern("opt/flink/plugins/s3-fs-hadoop/flink-s3-fs-hadoop-1\\.19\\..*jar")));
    // Flink loads each jar of usrlib: there is only one.
    assertThat(
        FILES.keySet().stream().filter(file -> file.matches("opt/flink/usrlib/.*\\.jar")).toList(),
        is(List.of(JAR)));
  }

  @Test
  void theUserIsNotRootAndMayChangeNothing() {
    assertThat(config.path("config").path("User").asText(), is("9999:9999"));
    FILES.forEach(
        (name, entry) -> {
          if (name.startsWith("opt/")) {
            assertThat(name, entry.group(2), is("0/0"));
            assertThat(name, entry.group(1).charAt(8), is('-'));
          }
        });
    assertThat(entry(SCRIPT).group(1), is("-rwxr-xr-x"));
  }

  @Test
  void entryPointAndEnvironmentAreThoseOfTheBase() {
    JsonNode container = config.path("config");
    assertThat(Resources.texts(container.path("Entrypoint")), is(List.of("/docker-entrypoint.sh")));
    assertThat(Resources.texts(container.path("Env")), is(List.of("FLINK_HOME=/opt/flink")));
    assertThat(container.path("WorkingDir").asText(), is("/opt/flink"));
  }

  /** The time of the build is in none of it, nor are the paths of this machine. */
  @Test
  void twoBuildsMakeTheSameImage() throws Exception {
    Path again = unpacked(builds().build("second", "jib:buildTar"));
    assertThat(
        Files.readString(again.resolveSibling("build").resolve("digest")),
        is(Files.readString(image.resolveSibling("build").resolve("digest"))));
    assertThat(config.path("created").asText(), is("1970-01-01T00:00:00Z"));
    assertThat(entry(JAR).group(3), startsWith("1970-01-01 00:00"));
    for (String text : texts()) {
      assertThat(text, not(containsString(folder.toString())));
      assertThat(text, not(containsString(Path.of("").toAbsolutePath().toString())));
      assertThat(text, not(containsString(System.getProperty("user.home") + "/")));
    }
  }

  /** The files of all layers, as they are in a container. */
  private static Path files() throws Exception {
    Path files = Files.createTempDirectory(folder, "files");
    for (JsonNode layer : json(image, "manifest.json").path(0).path("Layers")) {
      builds().run("tar", "-xzf", image.resolve(layer.asText()).toString(), "-C", files.toString());
    }
    return files;
  }

  /** The texts of the image: its settings, and all small files of its layers. */
  private static List<String> texts() throws Exception {
    List<String> texts = new ArrayList<>(List.of(config.toString()));
    try (Stream<Path> all = Files.walk(files())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) < 1 << 20) {
          texts.add(Files.readString(file));
        }
      }
    }
    return texts;
  }

  @Test
  void aRegistryGetsTheSameImage() throws Exception {
    try (RegistryPeer registry = RegistryPeer.start(folder.resolve("registry.p12"))) {
      Path build =
          builds()
              .build(
                  "pushed",
                  "jib:build",
                  "-Dimage.to=" + registry.address() + "/shop/sessionbeam:0.1.0",
                  "-Djib.allowInsecureRegistries=true");
      byte[] manifest = registry.manifest("/v2/shop/sessionbeam/manifests/0.1.0");
      assertThat(manifest, is(notNullValue()));
      String digest = Files.readString(build.resolve("build/digest"));
      assertThat(ImageBuild.digest(Objects.requireNonNull(manifest)), is(digest));
      assertThat(digest, is(Files.readString(image.resolveSibling("build").resolve("digest"))));
      JsonNode parts = new ObjectMapper().readTree(manifest);
      assertThat(registry.blob(parts.path("config").path("digest").asText()), is(notNullValue()));
      for (JsonNode layer : parts.path("layers")) {
        assertThat(registry.blob(layer.path("digest").asText()), is(notNullValue()));
      }
    }
  }

  /** With the classes of this build in place of the jar. */
  @Test
  void theScriptOfTheImageFindsTheJarAndTheSettingsOfTheCollector() throws Exception {
    Path files = files();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "dev.sessionbeam.cli.Main");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(files.resolve(JAR)), manifest).close();
    ProcessBuilder script =
        new ProcessBuilder(files.resolve(SCRIPT).toString(), "collect", "--help")
            .redirectErrorStream(true);
    script.environment().put("JAVA_HOME", System.getProperty("java.home"));
    script.environment().put("SESSIONBEAM_JAVA_OPTS", "-XX:+PrintCommandLineFlags");
    Process process = script.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output, process.waitFor(), is(0));
    assertThat(output, containsString("Usage: sessionbeam collect"));
    // As runners/collect/jvm.options says.
    assertThat(output, containsString("-XX:MaxHeapSize=536870912"));
  }

  /** The chart names it in the settings; without it, Flink would use the role of the node. */
  @Test
  void thePluginHasTheCredentialsOfServiceAccounts() throws Exception {
    Path plugins = folder.resolve("first/build/plugins/s3-fs-hadoop");
    List<Path> jars;
    try (Stream<Path> files = Files.list(plugins)) {
      jars = files.toList();
    }
    assertThat(jars, is(not(empty())));
    try (ZipFile jar = new ZipFile(jars.get(0).toFile())) {
      for (String name :
          List.of(
              "com/amazonaws/auth/WebIdentityTokenCredentialsProvider",
              "com/amazonaws/services/securitytoken/AWSSecurityTokenService")) {
        assertThat(name, jar.getEntry(name + ".class") != null);
      }
    }
  }
}
