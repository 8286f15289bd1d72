package dev.sessionbeam.expression;

import com.google.common.base.Ascii;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions of CEL's <a
 * href="https://github.com/google/cel-java/tree/main/extensions/src/main/java/dev/cel/extensions#strings">string
 * extension</a>, with a limit on what they make. They compute the size of a result before they make
 * it.
 */
final class StringFunctions {
  private static final Class<String> TEXT = String.class;
  private static final Class<Long> INDEX = Long.class;
  private static final int NEXT_LINE = 0x85;

  private StringFunctions() {}

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("add_string", TEXT, TEXT, StringFunctions::concat),
        CelFunctionBinding.from("contains_string", TEXT, TEXT, StringFunctions::contains),
        CelFunctionBinding.from("string_char_at_int", TEXT, INDEX, StringFunctions::charAt),
        CelFunctionBinding.from(
            "string_index_of_string", TEXT, TEXT, (text, part) -> indexOf(text, part, 0)),
        CelFunctionBinding.from(
            "string_index_of_string_int",
            List.of(TEXT, TEXT, INDEX),
            args -> indexOf((String) args[0], (String) args[1], (Long) args[2])),
        CelFunctionBinding.from(
            "string_last_index_of_string", TEXT, TEXT, StringFunctions::lastIndexOf),
        CelFunctionBinding.from(
            "string_last_index_of_string_int",
            List.of(TEXT, TEXT, INDEX),
            args -> lastIndexOf((String) args[0], (String) args[1], (Long) args[2])),
        CelFunctionBinding.from("list_join", List.class, list -> join(list, "")),
        CelFunctionBinding.from("list_join_string", List.class, TEXT, StringFunctions::join),
        CelFunctionBinding.from(
            "string_replace_string_string",
            List.of(TEXT, TEXT, TEXT),
            args -> replace((String) args[0], (String) args[1], (String) args[2], -1)),
        CelFunctionBinding.from(
            "string_replace_string_string_int",
            List.of(TEXT, TEXT, TEXT, INDEX),
            args -> replace((String) args[0], (String) args[1], (String) args[2], (Long) args[3])),
        CelFunctionBinding.from("string_lower_ascii", TEXT, Ascii::toLowerCase),
        CelFunctionBinding.from("string_upper_ascii", TEXT, Ascii::toUpperCase),
        CelFunctionBinding.from("string_trim", TEXT, StringFunctions::trim),
        CelFunctionBinding.from(
            "string_substring_int", TEXT, INDEX, (text, from) -> substring(text, from, null)),
        CelFunctionBinding.from(
            "string_substring_int_int",
            List.of(TEXT, INDEX, INDEX),
            args -> substring((String) args[0], (Long) args[1], (Long) args[2])),
        CelFunctionBinding.from(
            "string_split_string", TEXT, TEXT, (text, separator) -> split(text, separator, -1)),
        CelFunctionBinding.from(
            "string_split_string_int",
            List.of(TEXT, TEXT, INDEX),
            args -> split((String) args[0], (String) args[1], (Long) args[2])));
  }

  private static String concat(String a, String b) {
    Limits.spendOnText((long) a.length() + b.length());
    return a + b;
  }

  private static boolean contains(String text, String part) {
    // The search of the JDK is quadratic in the worst case.
    return part.length() <= 1
        ? text.contains(part)
        : CodePoints.of(part).search().in(CodePoints.of(text), 0) >= 0;
  }

  private static String charAt(String text, long index) {
    CodePoints points = CodePoints.of(text);
    int at = index(index, points.length());
    return at == points.length() ? "" : points.slice(at, at + 1);
  }

  private static long indexOf(String text, String part, long from) {
    CodePoints points = CodePoints.of(text);
    // An empty text is found even after the end, as in the extension.
    if (part.isEmpty()) {
      return from;
    }
    return from == 0 && points.length() == 0
        ? -1
        : CodePoints.of(part).search().in(points, index(from, points.length() - 1));
  }

  private static long lastIndexOf(String text, String part) {
    CodePoints points = CodePoints.of(text);
    return part.isEmpty() ? points.length() : lastIndexOf(points, CodePoints.of(part), 0);
  }

  private static long lastIndexOf(String text, String part, long from) {
    if (part.isEmpty()) {
      return from;
    }
    CodePoints points = CodePoints.of(text);
    CodePoints wanted = CodePoints.of(part);
    int last = index(from, points.length() - 1);
    // A part that starts at "last" or before it, searched from the end.
    return lastIndexOf(points, wanted, Math.max(0, points.length() - wanted.length() - last));
  }

  private static long lastIndexOf(CodePoints text, CodePoints part, int skippedAtEnd) {
    int found = part.reversed().search().in(text.reversed(), skippedAtEnd);
    return found < 0 ? -1 : text.length() - found - part.length();
  }

  private static String join(List<?> list, String separator) {
    long size = (long) separator.length() * Math.max(0, list.size() - 1);
    for (Object element : list) {
      if (!(element instanceof String text)) {
        throw new NoValueException("join() needs a list of strings");
      }
      size += text.length();
    }
    Limits.spendOnText(size);
    StringBuilder joined = new StringBuilder((int) size);
    for (int i = 0; i < list.size(); i++) {
      joined.append(i == 0 ? "" : separator).append(list.get(i));
    }
    return joined.toString();
  }

  private static String replace(String text, String part, String replacement, long limit) {
    if (limit == 0 || part.equals(replacement)) {
      return text;
    }
    CodePoints points = CodePoints.of(text);
    CodePoints wanted = CodePoints.of(part);
    int[] places = wanted.search().allIn(points, most(limit));
    Limits.spendOnText(
        text.length() + (long) places.length * (replacement.length() - part.length()));
    StringBuilder replaced = new StringBuilder();
    int copied = 0;
    for (int place : places) {
      replaced.append(points.slice(copied, place)).append(replacement);
      copied = place + wanted.length();
    }
    return replaced.append(points.slice(copied)).toString();
  }

  private static List<String> split(String text, String separator, long limit) {
    if (limit == 0) {
      return List.of();
    }
    CodePoints points = CodePoints.of(text);
    int most = most(limit);
    return separator.isEmpty()
        ? characters(points, most)
        : split(points, CodePoints.of(separator), most);
  }

  private static List<String> split(CodePoints text, CodePoints separator, int most) {
    int[] places = separator.search().allIn(text, Math.min(most - 1, Limits.MAX_ELEMENTS));
    Limits.spendOnList(places.length + 1L);
    List<String> parts = new ArrayList<>(places.length + 1);
    int start = 0;
    for (int place : places) {
      parts.add(text.slice(start, place));
      start = place + separator.length();
    }
    parts.add(text.slice(start));
    return parts;
  }

  private static List<String> characters(CodePoints text, int most) {
    int size = Math.min(text.length(), most);
    Limits.spendOnList(size);
    List<String> parts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      parts.add(i == most - 1 ? text.slice(i) : text.slice(i, i + 1));
    }
    return parts;
  }

  private static String trim(String text) {
    CodePoints points = CodePoints.of(text);
    int start = 0;
    int end = points.length();
    while (start < end && isWhiteSpace(points.at(start))) {
      start++;
    }
    while (end > start && isWhiteSpace(points.at(end - 1))) {
      end--;
    }
    return points.slice(start, end);
  }

  /** Unicode's white space, with the characters that Java's own check leaves out. */
  private static boolean isWhiteSpace(int point) {
    return Character.isSpaceChar(point) || (point >= '\t' && point <= '\r') || point == NEXT_LINE;
  }

  private static String substring(String text, long from, @Nullable Long to) {
    CodePoints points = CodePoints.of(text);
    int end = to == null ? points.length() : index(to, points.length());
    return points.slice(index(from, end), end);
  }

  private static int most(long limit) {
    return limit < 0 ? Integer.MAX_VALUE : (int) Math.min(limit, Integer.MAX_VALUE);
  }

  private static int index(long index, int last) {
    if (index < 0 || index > last) {
      throw new NoValueException("the index " + index + " is outside of the text");
    }
    return (int) index;
  }
}
