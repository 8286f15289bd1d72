package dev.sessionbeam.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Equality, order, and the functions on lists, maps and bytes, with their limits. */
final class CollectionFunctions {
  /** The overload of {@code list.first(key, value)}. */
  static final String FIRST = "list_first_string_dyn";

  private static final Class<Object> ANY = Object.class;

  private CollectionFunctions() {}

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("equals", ANY, ANY, Equality::equal),
        CelFunctionBinding.from("not_equals", ANY, ANY, (a, b) -> !Equality.equal(a, b)),
        order("less", sign -> sign < 0),
        order("less_equals", sign -> sign <= 0),
        order("greater", sign -> sign > 0),
        order("greater_equals", sign -> sign >= 0),
        CelFunctionBinding.from(
            "in_list", ANY, List.class, (value, list) -> Equality.contains(list, value)),
        CelFunctionBinding.from(
            "in_map", ANY, Map.class, (key, map) -> Equality.find(map, key) != null),
        CelFunctionBinding.from("add_list", List.class, List.class, CollectionFunctions::concat),
        CelFunctionBinding.from(
            "add_bytes", CelByteString.class, CelByteString.class, CollectionFunctions::concat),
        CelFunctionBinding.from("string_to_bytes", String.class, CollectionFunctions::bytes),
        CelFunctionBinding.from(
            FIRST,
            List.of(List.class, String.class, ANY),
            args -> first((List<?>) args[0], (String) args[1], args[2])));
  }

  @SuppressWarnings("Immutable") // The predicate has no state.
  private static CelFunctionBinding order(String overload, IntPredicate sign) {
    return CelFunctionBinding.from(overload, ANY, ANY, (a, b) -> isOrdered(a, b, sign));
  }

  private static boolean isOrdered(Object a, Object b, IntPredicate sign) {
    Integer order = Equality.compare(a, b);
    return order != null && sign.test(order);
  }

  private static List<Object> concat(List<?> a, List<?> b) {
    Limits.spendOnList((long) a.size() + b.size());
    List<Object> both = new ArrayList<>(a.size() + b.size());
    both.addAll(a);
    both.addAll(b);
    return both;
  }

  private static CelByteString concat(CelByteString a, CelByteString b) {
    Limits.spendOnText((long) a.size() + b.size());
    return a.concat(b);
  }

  private static CelByteString bytes(String text) {
    CelByteString bytes = CelByteString.copyFromUtf8(text);
    Limits.spendOnText(bytes.size());
    return bytes;
  }

  /** Returns the first map in a list that has a value under a key; or CEL's null. */
  private static Object first(List<?> list, String key, Object wanted) {
    for (Object element : list) {
      Limits.spend(1);
      Object value = element instanceof Map<?, ?> map ? map.get(key) : null;
      if (value != null && Equality.equal(value, wanted)) {
        return element;
      }
    }
    return NullValue.NULL_VALUE;
  }
}
