package dev.sessionbeam.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.sessionbeam.json.Text;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounded functions give the results of CEL's own ones. */
class StringFunctionsTest {
  private static final CelOptions OPTIONS = CelOptions.current().build();
  private static final CelRuntime OWN_OF_CEL =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.strings())
          .build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.strings())
          .addVar("s", SimpleType.STRING)
          .addVar("t", SimpleType.STRING)
          .addVar("r", SimpleType.STRING)
          .addVar("i", SimpleType.INT)
          .addVar("j", SimpleType.INT)
          .build();

  private static final List<String> PIECES =
      List.of(
          "a", "b", "ab", "aab", " ", "\t", "\u00a0", "\u0085", "é", "😀", "\uD83D", "\uDE00", "");

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** CEL's own functions find half of a character inside of a whole one; ours do not. */
  private static String wellFormed(Random random) {
    String text = text(random);
    while (!Text.isWellFormed(text)) {
      text = text(random);
    }
    return text;
  }

  private static String result(CelRuntime runtime, String expression, Map<String, ?> values)
      throws Exception {
    Limits.begin();
    try {
      return "<" + runtime.createProgram(COMPILER.compile(expression).getAst()).eval(values) + ">";
    } catch (CelEvaluationException e) {
      return "no value";
    }
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void theyAgreeWithTheFunctionsOfCel(@ForAll Random random) throws Exception {
    Map<String, Object> values =
        Map.of(
            "s", text(random),
            "t", wellFormed(random),
            "r", text(random),
            "i", (long) random.nextInt(9) - 1,
            "j", (long) random.nextInt(9) - 1);
    for (String expression :
        List.of(
            "s + t",
            "s.contains(t)",
            "s.charAt(i)",
            "s.lastIndexOf(t)",
            "[s, t, r].join()",
            "[s, t].join(r)",
            "s.lowerAscii()",
            "s.upperAscii()",
            "s.replace(t, r)",
            "s.replace(t, r, i)",
            "s.split(t)",
            "s.substring(i)",
            "s.substring(i, j)",
            "s.trim()")) {
      assertThat(
          expression + " of " + values,
          result(Cel.runtime(), expression, values),
          is(result(OWN_OF_CEL, expression, values)));
    }
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void theySearchLikeTheFunctionsOfCel(@ForAll Random random) throws Exception {
    String text = text(random) + "ab";
    Map<String, Object> values =
        Map.of(
            "s",
            text,
            "t",
            wellFormed(random) + "b",
            "r",
            "",
            "i",
            (long) random.nextInt(text.codePointCount(0, text.length())),
            "j",
            1L + random.nextInt(5));
    for (String expression :
        List.of("s.indexOf(t)", "s.indexOf(t, i)", "s.lastIndexOf(t, i)", "s.split(t, j)")) {
      assertThat(
          expression + " of " + values,
          result(Cel.runtime(), expression, values),
          is(result(OWN_OF_CEL, expression, values)));
    }
  }

  /** CEL's own functions fail here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "''.indexOf('a') == -1",
        "'a,b,,'.split(',', -1) == ['a', 'b', '', '']",
        "''.split(',', -1) == ['']",
        "''.split('', -1) == []",
        "'abc'.replace('', '_') == '_a_b_c_'",
        "''.replace('', '_') == '_'",
        "'aaaa'.replace('aa', 'b') == 'bb'",
        "'aaa'.replace('aa', 'b') == 'ba'",
        "'abc'.replace('b', 'x', 0) == 'abc'",
        "'bbb'.replace('b', 'x', 2) == 'xxb'",
        "'bbb'.replace('b', 'x', -1) == 'xxx'"
      })
  void edgesHaveTheExpectedResults(String condition) throws Exception {
    assertThat(result(Cel.runtime(), condition, Map.of()), is("<true>"));
  }
}
