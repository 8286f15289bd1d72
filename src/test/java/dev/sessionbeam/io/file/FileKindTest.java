package dev.sessionbeam.io.file;

import static dev.sessionbeam.io.file.Samples.bytes;
import static dev.sessionbeam.io.file.Samples.compressed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is, by its first bytes. */
class FileKindTest {
  private static final String MARK = "\u00ef\u00bb\u00bf";
  private static final String EVENT = "{\"id\":\"e1\",\"time\":1486252800000,\"action\":\"view\"}";

  private static FileKind kind(String name, byte[] bytes) throws IOException {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FileContent.HEAD_BYTES));
    return FileContent.ofHead(name, head).kind();
  }

  private static FileKind kind(String text) throws IOException {
    return kind("events", text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n \n\t",
        "{}",
        "{}\n",
        "{\"a\":1}\n{\"a\":2}\n",
        "{\"a\":1}\r\n{\"a\":2}\r\n",
        "{\"a\":1}\r{\"a\":2}\r",
        "{\"a\":1}{\"a\":2}",
        "\n\n  {\"a\":{\"b\":[1,2]}}  \n\n{\"a\":2}",
        "{\"a\":\"\u00e9\"}\n",
        "{\"a\":1}\n[\n1\n]\n",
        "no json\n{\"a\":1}\n",
        "id,time\n1,2\n",
        "42\n",
        "null",
        "PAR1 is a word, and ORC and Obj are words\n{\"a\":1}\n",
        "ORCHID\n{\"a\":1}\n",
        "BZh9 is text\n",
        "PK\n",
        // A record that was cut, and whole ones after it.
        "{\"a\":1,\"b\":\n{\"a\":2}\n{\"a\":3}\n",
        "{\"a\":1,\n{\"a\":2}\n{\"a\":3}\n",
        "{\"a\":\n{\"a\":2}\n",
        "{\"a\":\n{\"a\":2}",
        "{\"a\":[\n{\"a\":2}\n",
        "{\n{\"a\":2}\n",
        "{\"a\n{\"a\":2}\n{\"a\":3}\n",
        "{\"a\":\"b\n{\"a\":2}\n",
        "{\"a\":1",
        "{\"a\":1\n",
        "{\"a\":1}}\n{\"a\":2}\n",
        "{'a':\n1}\n",
        "{\"a\":tru\n{\"a\":2}\n",
        // Arrays as records are rejected one by one.
        "[1,2,3]",
        "[1,2,3]\n{\"a\":1}\n",
        "[{\"a\":1}]\n[{\"a\":2}]\n",
        "[{\"a\":1}]\n{\"a\":2}\n",
        "[\n{\"a\":1}\n{\"a\":2}\n",
        "[{\"a\":1}",
        "[1,\n{\"a\":2}\n{\"a\":3}\n",
      })
  void recordsOnLinesAreReadWhateverTheFirstOneIs(String text) throws IOException {
    assertThat(kind(text).isReadable(false), is(true));
    assertThat(kind(text).isArray(false), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\":1}]",
        "[{\"a\":1},{\"a\":2}]\n",
        "  \n[ {\"a\":1} ]\n\n",
        "[]",
        "[ ]\n",
        "[\n]",
        "[\n {\"a\":1},\n {\"a\":2}\n]\n",
        "[\r\n{\"a\":1},\r\n{\"a\":2}\r\n]\r\n",
        "[\r{\"a\":1}\r]",
        "[{\"a\":1},\n{\"a\":2}]",
        "[{\"a\":1}\n,{\"a\":2}\n]",
        "[\n  {\n    \"a\": 1\n  }\n]",
        "[\n1,\n2\n]",
        "[\n{\"a\":1}\n]\n[\n{\"a\":2}\n]\n",
        // The download was cut short.
        "[\n{\"a\":1},\n{\"a\":2}\n",
        "[\n{\"a\":1},\n{\"a\":",
        "[{\"a\":1},\n{\"a",
      })
  void anArrayOfRecordsIsRecognized(String text) throws IOException {
    assertThat(kind(text), is(FileKind.ARRAY));
    assertThat(kind("events", bytes(MARK + text)), is(FileKind.ARRAY));
    assertThat(
        kind("events", compressed(Compression.GZIP, text.getBytes(UTF_8))), is(FileKind.ARRAY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n  \"a\": 1\n}\n",
        "{\r\n  \"a\": 1\r\n}\r\n{\r\n  \"a\": 2\r\n}\r\n",
        "{\r  \"a\": 1\r}\r",
        "{\n}\n",
        "{ \"a\": 1,\n  \"b\": 2 }\n",
        "{\"a\": [\n1,\n2]}",
        "{\"a\":{\n\"b\":1}}",
        "{\"a\":\n{\"b\":1}}\n",
        "{\"Records\":[\n{\"a\":1},\n{\"a\":2}\n]}",
        "{\"a\":1\n}\n",
        // The download was cut short.
        "{\n  \"a\": 1,\n  \"b",
        "{\n  \"a\": 1,\n",
      })
  void objectsOverLinesAreRecognized(String text) throws IOException {
    assertThat(kind(text), is(FileKind.OBJECTS_OVER_LINES));
    assertThat(kind("events", bytes(MARK + text)), is(FileKind.OBJECTS_OVER_LINES));
  }

  @Test
  void aValueThatIsLongerThanTheFirstBytesIsRecognizedByThem() throws IOException {
    String events = "," + EVENT;
    assertThat(kind("[" + EVENT + events.repeat(5_000) + "]"), is(FileKind.ARRAY));
    assertThat(kind("[\n" + EVENT + (",\n" + EVENT).repeat(5_000) + "]"), is(FileKind.ARRAY));
    assertThat(kind("{\"x\":\"" + "y".repeat(100_000) + "\"}\n" + EVENT), is(FileKind.LINES));
    assertThat(
        kind("{\n\"x\":\"" + "y".repeat(100_000) + "\"}\n"), is(FileKind.OBJECTS_OVER_LINES));
    assertThat(kind("{\"cut\":\n{\"x\":\"" + "y".repeat(100_000) + "\"}\n"), is(FileKind.LINES));
    assertThat(kind("[".repeat(100_000)), is(FileKind.LINES));
    assertThat(kind("{\"a\":\n".repeat(100_000)), is(FileKind.LINES));
  }

  /** The first bytes may end anywhere in a token. */
  @Test
  void aCutTokenAtTheEndOfTheFirstBytesIsNotAnError() throws IOException {
    for (String token : List.of("true", "false", "null", "-12.5e-3", "\"\\u00e9\u00e9\"", "{}")) {
      for (int into = 0; into <= token.length(); into++) {
        String before = "{\n\"a\":\"";
        int fill = FileContent.HEAD_BYTES - before.length() - "\",\"b\":".length() - into;
        String text = before + "x".repeat(fill) + "\",\"b\":" + token + "\n}\n";
        assertThat(token + " " + into, kind(text), is(FileKind.OBJECTS_OVER_LINES));
      }
    }
  }

  static Stream<Arguments> binary() {
    return Stream.of(
        Arguments.of("PK\u0003\u0004\u0014\0\0\0", FileKind.ZIP),
        Arguments.of("PK\u0005\u0006" + "\0".repeat(18), FileKind.ZIP),
        Arguments.of("\u00fd7zXZ\0\0\u0004", FileKind.XZ),
        Arguments.of("7z\u00bc\u00af'\u001c\0\u0004", FileKind.SEVEN_ZIP),
        Arguments.of("\u0004\"M\u0018d@", FileKind.LZ4),
        Arguments.of("\u0089LZO\0\r\n\u001a\n", FileKind.LZO),
        Arguments.of("PAR1\u0015\u0004\u0015", FileKind.PARQUET),
        Arguments.of("Obj\u0001\u0004\u0014avro.codec", FileKind.AVRO),
        Arguments.of("ORC\n\u0003\0\0", FileKind.ORC),
        Arguments.of("ARROW1\0\0", FileKind.ARROW),
        Arguments.of(new String(Samples.tar(), ISO_8859_1), FileKind.TAR));
  }

  @ParameterizedTest
  @MethodSource("binary")
  void aBinaryFormatIsRecognizedWhateverItsName(String bytes, FileKind expected)
      throws IOException {
    for (String name : List.of("events", "events.jsonl", "events.gz", "events.zip", "a.zst")) {
      assertThat(kind(name, bytes(bytes)), is(expected));
    }
    for (Compression compression : List.of(Compression.GZIP, Compression.BZIP2, Compression.ZSTD)) {
      assertThat(kind("events.tgz", compressed(compression, bytes(bytes))), is(expected));
    }
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        Arguments.of(UTF_16, "", FileKind.UTF_16),
        Arguments.of(UTF_16LE, "\ufeff", FileKind.UTF_16),
        Arguments.of(UTF_16LE, "", FileKind.UTF_16_LE),
        Arguments.of(UTF_16BE, "", FileKind.UTF_16_BE),
        Arguments.of(Charset.forName("UTF-32LE"), "\ufeff", FileKind.UTF_32),
        Arguments.of(Charset.forName("UTF-32BE"), "\ufeff", FileKind.UTF_32),
        Arguments.of(Charset.forName("UTF-32LE"), "", FileKind.UTF_32_LE),
        Arguments.of(Charset.forName("UTF-32BE"), "", FileKind.UTF_32_BE));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void anEncodingOtherThanUtf8IsRecognized(Charset encoding, String mark, FileKind expected)
      throws IOException {
    for (String text :
        List.of(
            EVENT + "\n",
            "{}",
            "[\n" + EVENT + "]\n",
            "\n" + EVENT,
            "{\"name\":\"\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\"}\n".repeat(100))) {
      assertThat(kind("events", (mark + text).getBytes(encoding)), is(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\0\"\0a\0\n", "\0{\0\"\n", "\0\0\0{\n", "{\0\0\0\n", "\0\n", "\0\0\0\0\n"})
  void aBrokenFirstRecordWithZeroBytesDoesNotHideTheOthers(String broken) throws IOException {
    assertThat(kind(broken + (EVENT + "\n").repeat(20)), is(FileKind.LINES));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void compressionIsToldByTheBytes(Compression compression) throws IOException {
    byte[] stored = compressed(compression, bytes(EVENT + "\n"));
    for (String name : List.of("events", "a.jsonl", "a.gz", "a.bz2", "a.zst", "a.zip", "")) {
      FileContent content = FileContent.ofHead(name, stored);
      assertThat(name, content.compressed(), is(true));
      assertThat(name, content.kind(), is(FileKind.LINES));
      assertThat(name, content.text().readAllBytes(), is(bytes(EVENT + "\n")));
    }
    byte[] nothing = compressed(compression, new byte[0]);
    assertThat(FileContent.ofHead("a", nothing).compressed(), is(true));
    assertThat(FileContent.ofHead("a", nothing).kind(), is(FileKind.LINES));
  }

  @Test
  void aFileThatWasCompressedTwiceIsReadAndNotMoreOften() throws IOException {
    byte[] once = compressed(Compression.GZIP, bytes(EVENT));
    byte[] twice = compressed(Compression.ZSTD, once);
    assertThat(FileContent.ofHead("a", twice).text().readAllBytes(), is(bytes(EVENT)));
    assertThat(
        FileContent.ofHead("a", compressed(Compression.GZIP, twice)).kind(),
        is(FileKind.COMPRESSED_TWICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.gz", "a.bz2", "a.zst", "a.zstd", "a.zip", "a.GZ"})
  void aNameThatSaysCompressedOfPlainTextIsWrong(String name) throws IOException {
    FileContent content = FileContent.ofHead(name, bytes(MARK + EVENT));
    assertThat(content.compressed(), is(false));
    assertThat(content.kind(), is(FileKind.LINES));
    assertThat(content.markBytes(), is(3));
    assertThat(kind(name, bytes("\u0001\u0002 encrypted")), is(FileKind.MISNAMED));
    assertThat(kind(name, new byte[0]), is(FileKind.LINES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.gz", "a.bz2", "a.zst"})
  void aCompressedFileThatEndsWithinItsFirstBytesIsBroken(String name) {
    byte[] stored = compressed(Compression.detect(name), bytes(EVENT));
    for (int length = 1; length < 10; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      if (length > 1 || !name.equals("a.gz")) {
        assertThrows(
            IOException.class, () -> FileContent.ofHead(name, cut).text().readAllBytes(), name);
      }
    }
  }

  @Test
  void everyKindIsNamedWithAFix() {
    Map<String, String> quoted =
        Map.of(
            "/in/a.json", "/in/a.json",
            "/in/a b.json", "'/in/a b.json'",
            "/in/it's.json", "'/in/it'\\''s.json'",
            "/in/$(x)", "'/in/$(x)'");
    quoted.forEach(
        (name, inShell) ->
            assertThat(
                FileKind.ARRAY.fault(name),
                is(
                    name
                        + " is a JSON array: write one object a line, for example by: jq -c '.[]' "
                        + inShell
                        + "; or set event.unwrap: this in the definition")));
    for (FileKind kind : FileKind.values()) {
      if (!kind.isReadable(false)) {
        assertThat(kind.fault("F").matches("F (is|holds) [^:]+: .+"), is(true));
        assertThat(kind.fault("50%.json").contains("50%.json"), is(true));
      }
    }
  }
}
