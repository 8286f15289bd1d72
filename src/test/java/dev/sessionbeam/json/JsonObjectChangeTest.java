package dev.sessionbeam.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.sameInstance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectChangeTest {
  private static JsonObject parse(String json) throws JsonSyntaxException {
    return JsonObject.parse(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                              | a     | {"a":7}
          {"a":1.0,"b":2.0}               | a     | {"a":7,"b":2.0}
          {"a":1.0,"b":2.0}               | b     | {"a":1.0,"b":7}
          {"a":1.0,"b":2.0}               | c     | {"a":1.0,"b":2.0,"c":7}
          {"\\u0061":1,"b":2}             | a     | {"\\u0061":7,"b":2}
          {"a":1,"a":2}                   | a     | {"a":7}
          {"a":null}                      | a     | {"a":7}
          {}                              | a.b.c | {"a":{"b":{"c":7}}}
          {"a":{"x":1.0},"z":0}           | a.b   | {"a":{"x":1.0,"b":7},"z":0}
          {"a": { "b" : [1.0] , "x" : 2.0 } ,"z":0} | a.b | {"a":{"b":7,"x":2.0},"z":0}
          {"a":{"b":{"c":1,"d":1e2}}}     | a.b.c | {"a":{"b":{"c":7,"d":1e2}}}
          {"a":1,"z":0}                   | a.b   | {"a":{"b":7},"z":0}
          {"a":[1,2]}                     | a.b   | {"a":{"b":7}}
          {"a":null}                      | a.b   | {"a":{"b":7}}
          {"a.b":1}                       | a.b   | {"a.b":1,"a":{"b":7}}
          """)
  void aValueReplacesTheOldOneOrComesLast(String before, String path, String after)
      throws Exception {
    JsonObject object = parse(before);
    String old = object.toString();
    JsonObject changed = object.with(FieldPath.of(path), JsonValue.ofText("7"));
    assertThat(changed, hasToString(after));
    assertThat(changed.get(FieldPath.of(path)), hasToString("7"));
    assertThat("the old object is unchanged", object, hasToString(old));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1.0,"b":2.0}           | a     | {"b":2.0}
          {"a":1.0}                   | a     | {}
          {"a":1,"b":2,"a":3}         | a     | {"b":2}
          {"a":{"b":1,"c":1.0},"z":0} | a.b   | {"a":{"c":1.0},"z":0}
          {"a":{"b":1}}               | a.b   | {"a":{}}
          {"a":{"b":{"c":1,"d":2}}}   | a.b.c | {"a":{"b":{"d":2}}}
          """)
  void aFieldIsRemovedAndTheRestStays(String before, String path, String after) throws Exception {
    JsonObject object = parse(before);
    JsonObject changed = object.without(FieldPath.of(path));
    assertThat(changed, hasToString(after));
    assertThat(changed.get(FieldPath.of(path)), is(nullValue()));
    assertThat(object, is(not(sameInstance(changed))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "a.x", "a.b.c", "n.x", "s.x", "l.0"})
  void removingAFieldThatDoesNotExistChangesNothing(String path) throws Exception {
    JsonObject object = parse("{\"a\":{ \"b\":1},\"n\":null,\"s\":\"t\",\"l\":[1]}");
    assertThat(object.without(FieldPath.of(path)), is(sameInstance(object)));
  }

  @Test
  void aPathLeadsThroughObjectsOnly() throws Exception {
    JsonObject object = parse("{\"a\":{\"b\":{\"c\":\"x\"}},\"l\":[{\"b\":1}],\"s\":\"t\"}");
    assertThat(object.get(FieldPath.of("a.b.c")), hasToString("\"x\""));
    assertThat(object.get(FieldPath.of("a.b")), hasToString("{\"c\":\"x\"}"));
    assertThat(object.get(FieldPath.of("l.b")), is(nullValue()));
    assertThat(object.get(FieldPath.of("s.b")), is(nullValue()));
    assertThat(object.get(FieldPath.of("q.b")), is(nullValue()));
    assertThat(object.child("l"), is(nullValue()));
    assertThat(object.has("s"), is(true));
    assertThat(object.has("t"), is(false));
  }

  @Test
  void aNameIsEscapedAsJsonNeedsIt() throws Exception {
    JsonObject object = parse("{}").with(FieldPath.of("a\"b\n\u00e9"), JsonValue.of("x\ty"));
    assertThat(object, hasToString("{\"a\\\"b\\n\u00e9\":\"x\\ty\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":1.0,"b":2.0}  | c     | {"a":1.0,"b":2.0,"c":7}
          {"a":1.0,"b":2.0}  | a     | {"b":2.0,"a":7}
          {}                 | a     | {"a":7}
          {"a":{"x":1},"b":2} | a.y  | {"a":{"x":1,"y":7},"b":2}
          """)
  void aValueThatIsPutLastComesLast(String before, String path, String after) throws Exception {
    JsonObject changed = parse(before).withLast(FieldPath.of(path), JsonValue.ofText("7"));
    assertThat(changed, hasToString(after));
  }

  @Test
  void anObjectWithRoomIsChangedLikeAnyOther() throws Exception {
    JsonObject object = parse("{\"a\":1}").withRoomFor(2);
    FieldPath b = FieldPath.of("b");
    JsonObject longer = object.with(b, JsonValue.ofText("2"));
    JsonObject other = object.with(FieldPath.of("c"), JsonValue.ofText("3"));
    assertThat(object, hasToString("{\"a\":1}"));
    assertThat(object.size(), is(1));
    assertThat(object.compactLength(), is("{\"a\":1}".length()));
    assertThat(longer, hasToString("{\"a\":1,\"b\":2}"));
    assertThat("the room is not used twice", other, hasToString("{\"a\":1,\"c\":3}"));
    assertThat(longer.without(FieldPath.of("a")), hasToString("{\"b\":2}"));
    assertThat(longer.without(b), hasToString("{\"a\":1}"));
    JsonObject full = longer.with(FieldPath.of("d"), JsonValue.ofText("4"));
    assertThat(
        full.with(FieldPath.of("e"), JsonValue.ofText("5")),
        hasToString("{\"a\":1,\"b\":2,\"d\":4,\"e\":5}"));
  }

  @Test
  void aLineBreakInAReplacedOrNestedValueBecomesABlank() throws Exception {
    JsonObject object = parse("{\"a\":1,\"b\":[1,\n2]}");
    assertThat(object, hasToString("{\"a\":1,\"b\":[1, 2]}"));
    assertThat(
        object.with(FieldPath.of("a"), JsonValue.ofText("{\r\n}")),
        hasToString("{\"a\":{  },\"b\":[1, 2]}"));
  }
}
