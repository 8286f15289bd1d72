package dev.sessionbeam.deploy.standalone;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionStoreTest {
  @TempDir private Path folder;

  private VersionStore versions;
  private Path jar;
  private Path definition;

  @BeforeEach
  void setUp() throws IOException {
    versions = new VersionStore(folder.resolve("versions"));
    jar = Files.writeString(folder.resolve("a.jar"), "jar");
    definition = Files.writeString(folder.resolve("nitro.yaml"), "name: nitro\n");
  }

  @Test
  void versionsAreNumberedFrom1() throws IOException {
    assertThat(versions.numbers(), is(empty()));
    assertThat(versions.add(candidate("--output=a")), is(1));
    assertThat(versions.add(candidate("--output=b")), is(2));
    assertThat(versions.numbers(), contains(1, 2));
    assertThat(versions.folder(1).flags(), contains("--output=a"));
    assertThat(versions.folder(2).files(), contains("definition.yaml", "sessionbeam.jar"));
  }

  @Test
  void aVersionStaysAsItWasKept() throws IOException {
    versions.add(candidate("--output=a"));
    Files.writeString(definition, "name: other\n");
    assertThat(
        Files.readString(versions.folder(1).path().resolve("definition.yaml")),
        is("name: nitro\n"));
  }

  @Test
  void whatAKilledCallLeftIsReplaced() throws IOException {
    Path next = Files.createDirectories(folder.resolve("versions/next"));
    Files.writeString(next.resolve("half.jar"), "ja");
    assertThat(versions.add(candidate("--output=a")), is(1));
    assertThat(versions.folder(1).files(), contains("definition.yaml", "sessionbeam.jar"));
  }

  @Test
  void theSameWorkingCopyHasNoChanges() throws IOException {
    Candidate candidate = candidate("--output=a", "--input=b");
    versions.add(candidate);
    assertThat(candidate.changes(versions.folder(1)), is(empty()));
    assertThat(candidate("--input=b", "--output=a").changes(versions.folder(1)), is(empty()));
  }

  @Test
  void everythingOfAFirstVersionIsNew() throws IOException {
    assertThat(
        candidate("--output=a").changes(versions.folder(0)),
        contains("+ definition.yaml, " + definition, "+ sessionbeam.jar, " + jar, "+ --output=a"));
  }

  @Test
  void changesAreNamed() throws IOException {
    versions.add(candidate("--input=b", "--output=a"));
    Files.writeString(definition, "name: other\n");
    Path routes = Files.writeString(folder.resolve("rules.yaml"), "routes:\n");
    Candidate changed =
        new Candidate(
            Map.of("sessionbeam.jar", jar, "definition.yaml", definition, "routes.yaml", routes),
            List.of("--output=c"));
    assertThat(
        changed.changes(versions.folder(1)),
        contains(
            "! definition.yaml, "
                + versions.folder(1).path().resolve("definition.yaml")
                + " and "
                + definition,
            "+ routes.yaml, " + routes,
            "- --input=b",
            "- --output=a",
            "+ --output=c"));
    versions.add(changed);
    assertThat(candidate("--output=c").changes(versions.folder(2)), contains("- routes.yaml"));
  }

  private Candidate candidate(String... flags) {
    return new Candidate(
        Map.of("sessionbeam.jar", jar, "definition.yaml", definition), List.of(flags));
  }
}
