package dev.sessionbeam.io.file;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFilesTest {
  @TempDir private Path folder;

  private Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, "{}\n");
  }

  private List<String> find(String... inputs) throws InvalidInputException {
    return InputFiles.find(Stream.of(inputs).map(input -> folder + "/" + input).toList()).stream()
        .map(file -> file.name().substring(folder.toString().length() + 1))
        .toList();
  }

  private String failure(String... inputs) {
    String message = assertThrows(InvalidInputException.class, () -> find(inputs)).getMessage();
    return String.valueOf(message).replace(folder.toString(), "DIR");
  }

  @Test
  void aFileIsFoundWithItsSize() throws Exception {
    Path file = write("a.jsonl");
    assertThat(
        InputFiles.find(List.of(file.toString())), contains(new InputFile(file.toString(), 3)));
  }

  @Test
  void aFolderMeansAllFilesBelowItExceptHiddenOnes() throws Exception {
    for (String name :
        List.of("b.jsonl", "a/z.gz", "a/y/x", ".hidden", "_SUCCESS", "a/.tmp/x", "_temporary/x")) {
      write(name);
    }
    assertThat(find(""), contains("a/y/x", "a/z.gz", "b.jsonl"));
    assertThat(find("a", "b.jsonl"), contains("a/y/x", "a/z.gz", "b.jsonl"));
  }

  @Test
  void aHiddenFileOrFolderThatIsNamedIsRead() throws Exception {
    write("_hidden.jsonl");
    write(".archive/a.jsonl");
    assertThat(find("_hidden.jsonl", ".archive"), contains(".archive/a.jsonl", "_hidden.jsonl"));
    assertThat(find(".archive/*.jsonl"), contains(".archive/a.jsonl"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *.jsonl        | a1.jsonl,a2.jsonl,b1.jsonl
          a?.jsonl       | a1.jsonl,a2.jsonl
          {a1,b1}.jsonl  | a1.jsonl,b1.jsonl
          [ab]1.jsonl    | a1.jsonl,b1.jsonl
          d*             | d1/c.jsonl,d2/e/f.jsonl
          d*/*.jsonl     | d1/c.jsonl
          **/*.jsonl     | d1/c.jsonl,d2/e/f.jsonl
          ** | a1.jsonl,a2.jsonl,b1.jsonl,d1/c.jsonl,d2/e/f.jsonl
          """)
  void aGlobMeansWhatItMatchesAndAllFilesBelowIt(String glob, String expected) throws Exception {
    for (String name :
        List.of("a1.jsonl", "a2.jsonl", "b1.jsonl", "d1/c.jsonl", "d2/e/f.jsonl", "d1/_x", ".a")) {
      write(name);
    }
    assertThat(String.join(",", find(glob)), is(expected));
  }

  @Test
  void aFileThatSeveralInputsNameIsReadOnce() throws Exception {
    write("sub/a.jsonl");
    assertThat(
        find("sub/a.jsonl", "sub", "sub/", "sub/*", "sub/../sub/a.jsonl", "./sub", "sub/./*.jsonl"),
        contains("sub/a.jsonl"));
    assertThat(find("sub/../sub/*.jsonl", "sub/a.jsonl"), contains("sub/a.jsonl"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space.jsonl",
        "[1].jsonl",
        "{a,b}.jsonl",
        "a*b.jsonl",
        "50%.jsonl",
        "a#b?c.jsonl",
        "it's.jsonl",
        "a,b.jsonl"
      })
  void aNameMayHaveSpecialCharacters(String name) throws Exception {
    write(name);
    write("d/" + name);
    assertThat(find(name, "d"), containsInAnyOrder(name, "d/" + name));
    for (InputFile file : InputFiles.find(List.of(folder.toString()))) {
      try (SliceReader reader = SliceReader.open(file.whole())) {
        assertThat(reader.next() != null, is(true));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          d           | d/
          d/          | d/
          d/../d/e    | d/e/
          d/c.jsonl   | d/
          *           | ''
          d*          | ''
          d/*.jsonl   | d/
          d/e/../*    | d/
          d/c.jsonl,d | NONE
          """)
  void theNamesOfOneInputBeginWithItsFolder(String input, String expected) throws Exception {
    write("d/c.jsonl");
    write("d/e/f.jsonl");
    List<String> inputs = Stream.of(input.split(",")).map(name -> folder + "/" + name).toList();
    assertThat(
        InputFiles.folder(inputs, InputFiles.find(inputs)),
        is(expected.equals("NONE") ? "" : folder + "/" + expected));
  }

  @Test
  void aNameMayHaveCharactersOutsideAscii() throws Exception {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "file names are UTF-8");
    write("\u00e9/\u65e5\u672c \uD83D\uDE00.jsonl");
    assertThat(find("\u00e9"), contains("\u00e9/\u65e5\u672c \uD83D\uDE00.jsonl"));
    assertThat(find("*/*.jsonl"), contains("\u00e9/\u65e5\u672c \uD83D\uDE00.jsonl"));
    try (SliceReader reader =
        SliceReader.open(InputFiles.find(List.of(folder.toString())).get(0).whole())) {
      assertThat(reader.next() != null, is(true));
    }
  }

  @Test
  void aMissingInputIsNamed() throws Exception {
    assertThat(failure("gone.jsonl"), is("DIR/gone.jsonl does not exist"));
    assertThat(failure("gone/*.jsonl"), is("DIR/gone/*.jsonl does not exist"));
    write("a.jsonl");
    assertThat(failure("a.jsonl", "b.jsonl"), is("DIR/b.jsonl does not exist"));
    assertThat(failure("*.gz"), is("DIR/*.gz does not exist"));
    assertThat(
        failure("a.jsonl/b"), is("cannot read DIR/a.jsonl/b: DIR/a.jsonl is a file, not a folder"));
    String message =
        assertThrows(InvalidInputException.class, () -> InputFiles.find(List.of("a\0b")))
            .getMessage();
    assertThat(String.valueOf(message).contains("a\0b"), is(true));
  }

  @Test
  void anEmptyFolderHasNoFiles() throws Exception {
    assertThat(find(""), is(empty()));
    Files.createDirectories(folder.resolve("a/b"));
    assertThat(find("a"), is(empty()));
  }

  @Test
  void aSymbolicLinkIsFollowedAndABrokenOneIsNamed() throws Exception {
    write("real/a.jsonl");
    Files.createDirectories(folder.resolve("in"));
    Files.createSymbolicLink(folder.resolve("in/linked"), folder.resolve("real"));
    assertThat(find("in"), contains("in/linked/a.jsonl"));
    Files.createSymbolicLink(folder.resolve("in/broken"), folder.resolve("nowhere"));
    assertThat(failure("in"), is("DIR/in/broken does not exist"));
    Files.delete(folder.resolve("in/broken"));
    Files.createSymbolicLink(folder.resolve("in/loop"), folder.resolve("in"));
    assertThat(failure("in").startsWith("cannot read DIR/in: "), is(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a1,b1}.jsonl,d1        | a1.jsonl,b1.jsonl,d1/c.jsonl
          {a1,gone}.jsonl         | a1.jsonl
          {a{1,2},d{1,3}}*        | a1.jsonl,a2.jsonl,d1/c.jsonl
          {d1,d2/e}               | d1/c.jsonl,d2/e/f.jsonl
          d{1,2/e}/*.jsonl        | d1/c.jsonl,d2/e/f.jsonl
          d2/                     | d2/e/f.jsonl
          d*/                     | d1/c.jsonl,d2/e/f.jsonl
          */                      | d1/c.jsonl,d2/e/f.jsonl
          *                       | a1.jsonl,a2.jsonl,b1.jsonl,d1/c.jsonl,d2/e/f.jsonl
          */*                     | d1/c.jsonl,d2/e/f.jsonl
          **.jsonl                | a1.jsonl,a2.jsonl,b1.jsonl,d1/c.jsonl,d2/e/f.jsonl
          d**                     | d1/c.jsonl,d2/e/f.jsonl
          **/e                    | d2/e/f.jsonl
          [!d]*                   | a1.jsonl,a2.jsonl,b1.jsonl
          [a-b][12].jsonl         | a1.jsonl,a2.jsonl,b1.jsonl
          {,d1/}[ac]*             | a1.jsonl,a2.jsonl,d1/c.jsonl
          [{]x}                   | [{]x}
          .hidden/*               | .hidden/h
          """)
  void bracesMeanEachOfTheirChoices(String glob, String expected) throws Exception {
    for (String name :
        List.of(
            "a1.jsonl",
            "a2.jsonl",
            "b1.jsonl",
            "d1/c.jsonl",
            "d2/e/f.jsonl",
            "d1/_x",
            ".a",
            "[{]x}",
            ".hidden/h")) {
      if (!name.equals("[{]x}") || glob.equals(name)) {
        write(name);
      }
    }
    String[] inputs =
        glob.endsWith(",d1") ? new String[] {"{a1,b1}.jsonl", "d1"} : new String[] {glob};
    assertThat(String.join(",", find(inputs)), is(expected));
  }

  @Test
  void aFolderThatCannotHoldAMatchIsNotRead() throws Exception {
    write("a/x.jsonl");
    Files.createDirectories(folder.resolve("b"));
    Files.createSymbolicLink(folder.resolve("b/circle"), folder.resolve("b"));
    assertThat(find("a*/*.jsonl"), contains("a/x.jsonl"));
    assertThat(
        failure("b*/**"),
        is("cannot read DIR/b*/**: DIR/b/circle is a symbolic link to a folder that holds it"));
  }

  @Test
  void filesThatAreNotLinesAreNamedTogether() throws Exception {
    write("in/good.jsonl");
    Files.writeString(folder.resolve("in/array.json"), "[{}]");
    Files.writeString(folder.resolve("in/pretty.json"), "{\n \"a\": 1\n}\n");
    Files.write(
        folder.resolve("in/day.tar.gz"), Samples.compressed(Compression.GZIP, Samples.tar()));
    assertThat(
        failure("in"),
        is(
            """
            DIR/in/array.json is a JSON array: write one object a line, for example by: jq -c '.[]' DIR/in/array.json; or set event.unwrap: this in the definition
            DIR/in/day.tar.gz is a tar archive: unpack it, for example by: tar -xf DIR/in/day.tar.gz
            DIR/in/pretty.json holds JSON objects over several lines: write one object a line, for example by: jq -c . DIR/in/pretty.json"""));
    for (int i = 0; i < 20; i++) {
      Files.writeString(folder.resolve("in/array" + i), "[{}]");
    }
    List<String> lines = failure("in").lines().toList();
    assertThat(lines, hasSize(11));
    assertThat(lines.get(10), is("13 more files cannot be read"));
  }

  @Test
  void compressionIsToldByTheBytesAndNotByTheName() throws Exception {
    byte[] gzip = Samples.compressed(Compression.GZIP, Samples.bytes("{}\n"));
    Files.write(folder.resolve("no-suffix"), gzip);
    Files.write(folder.resolve("wrong.bz2"), gzip);
    Files.writeString(folder.resolve("plain.gz"), "{}\n");
    assertThat(
        InputFiles.find(List.of(folder.toString())).stream().map(InputFile::compressed).toList(),
        contains(true, false, true));
  }
}
