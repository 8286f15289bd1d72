package dev.sessionbeam.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldNamesTest {
  private static @Nullable FieldNames scanned(String json) {
    byte[] text = json.getBytes(UTF_8);
    JsonScanner scanner = JsonScanner.of(text);
    assertThat(scanner.scan(), is(true));
    return FieldNames.of(text, scanner.bounds(), scanner.fields());
  }

  private static FieldNames names(String json) {
    return Objects.requireNonNull(scanned(json));
  }

  @Test
  void recordsWithTheSameNamesShareThem() {
    FieldNames first = names("{\"ab\":1,\"c\":2}");
    assertThat(names("{\"ab\":\"x\", \"c\":[]}"), is(sameInstance(first)));
  }

  /** The names have the same lengths, so they share a slot. */
  @Test
  void differentNamesOfTheSameLengthsAreDistinguished() {
    FieldPath ab = FieldPath.of("ab");
    FieldPath ac = FieldPath.of("ac");
    for (int round = 0; round < 2; round++) {
      FieldNames first = names("{\"ab\":1,\"c\":2}");
      assertThat(first.indexOf(ab), is(0));
      assertThat(first.indexOf(ac), is(-1));
      FieldNames second = names("{\"ac\":1,\"c\":2}");
      assertThat(second, is(not(sameInstance(first))));
      assertThat(second.indexOf(ab), is(-1));
      assertThat(second.indexOf(ac), is(0));
      assertThat(names("{\"c\":2,\"ab\":1}").indexOf(ab), is(1));
    }
  }

  @Test
  void aRepeatedNameIsLeftToJackson() {
    assertThat(scanned("{\"a\":1,\"b\":2,\"a\":3}"), is(nullValue()));
  }

  @Test
  void manyPathsFindTheirFields() {
    StringBuilder json = new StringBuilder("{\"f0\":0");
    for (int i = 1; i < 64; i++) {
      json.append(",\"f").append(i).append("\":0");
    }
    FieldNames names = names(json.append('}').toString());
    FieldPath[] paths = new FieldPath[65];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = FieldPath.of("f" + i);
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < paths.length; i++) {
        assertThat(names.indexOf(paths[i]), is(i < 64 ? i : -1));
      }
    }
  }

  @Test
  void namesThatAreTooLongToBeSharedAreFoundAsWell() {
    String longName = "x".repeat(2000);
    String json = "{\"a\":1,\"" + longName + "\":2}";
    FieldNames names = names(json);
    assertThat(names(json), is(not(sameInstance(names))));
    assertThat(names.indexOf(FieldPath.of(longName)), is(1));
    assertThat(names.plus(FieldPath.of("b")).indexOf(FieldPath.of("b")), is(2));
  }

  @Test
  void addingAFieldIsRememberedForThatFieldOnly() {
    FieldNames own = names("{\"a\":1}");
    FieldPath b = FieldPath.of("b");
    FieldPath c = FieldPath.of("c");
    FieldNames withB = own.plus(b);
    assertThat(own.plus(b), is(sameInstance(withB)));
    assertThat(withB.indexOf(b), is(1));
    assertThat(own.indexOf(b), is(-1));
    assertThat(own.plus(c).indexOf(b), is(-1));
    assertThat(own.plus(c).indexOf(c), is(1));
    assertThat(withB.minus(0).indexOf(b), is(0));
  }

  @Test
  void aNameWithAnEscapeIsFoundByItsDecodedText() {
    FieldNames names =
        FieldNames.of(new JsonValue[] {JsonValue.ofText("\"\\u0061\""), JsonValue.ofText("\"b\"")});
    assertThat(names.indexOf(FieldPath.of("a")), is(0));
    assertThat(
        names("{\"b\":1}").plus(FieldPath.of("\u00e9")).indexOf(FieldPath.of("\u00e9")), is(1));
  }

  /** Each thread of a run has its own copy of the definition. */
  @Test
  void equalPathsAreOneToTheNames() {
    FieldNames names = names("{\"ab\":1,\"c\":2}");
    FieldNames longer = names.plus(FieldPath.of("d"));
    assertThat(names.plus(FieldPath.of("d")), is(sameInstance(longer)));
    assertThat(names.plus(FieldPath.of("e")), is(not(sameInstance(longer))));
    assertThat(FieldPath.of("c").number(), is(FieldPath.of("c").number()));
    assertThat(FieldPath.of("c").number(), is(not(FieldPath.of("ab").number())));
  }

  @Test
  void theNamesOfTheRecordBeforeAreNotThoseOfAShorterOrLongerOne() throws JsonSyntaxException {
    for (String json :
        new String[] {
          "{\"a\":1,\"b\":2}",
          "{\"a\":1}",
          "{\"a\":1,\"b\":2,\"c\":3}",
          "{}",
          "{\"a\":1,\"b\":2}",
          "{\"a\":1,\"bb\":2}",
          "{\"a\":1,\"a\":2}"
        }) {
      JsonObject object = JsonObject.parse(json.getBytes(UTF_8));
      assertThat(object.toString(), is(json.equals("{\"a\":1,\"a\":2}") ? "{\"a\":2}" : json));
    }
  }
}
