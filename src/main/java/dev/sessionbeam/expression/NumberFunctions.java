package dev.sessionbeam.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The functions on a {@link WrittenNumber}. */
final class NumberFunctions {
  /** The end of the overloads whose left, right, or only argument is a written number. */
  static final String WRITTEN = "_written";

  static final String LEFT = "_written_double";
  static final String RIGHT = "_double_written";

  private static final Class<WrittenNumber> NUMBER = WrittenNumber.class;

  private NumberFunctions() {}

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.add(CelFunctionBinding.from("string" + WRITTEN, NUMBER, WrittenNumber::text));
    bindings.add(CelFunctionBinding.from("double" + WRITTEN, NUMBER, WrittenNumber::nearestDouble));
    bindings.add(CelFunctionBinding.from("int" + WRITTEN, NUMBER, NumberFunctions::toInt));
    bindings.add(CelFunctionBinding.from("uint" + WRITTEN, NUMBER, NumberFunctions::toUint));
    addArithmetic(bindings, "add", Double::sum);
    addArithmetic(bindings, "subtract", (a, b) -> a - b);
    addArithmetic(bindings, "multiply", (a, b) -> a * b);
    addArithmetic(bindings, "divide", (a, b) -> a / b);
    addUnary(bindings, "negate", a -> -a);
    addUnary(bindings, "math_abs", Math::abs);
    addUnary(bindings, "math_ceil", Math::ceil);
    addUnary(bindings, "math_floor", Math::floor);
    addUnary(bindings, "math_round", NumberFunctions::round);
    addUnary(bindings, "math_sign", Math::signum);
    addUnary(bindings, "math_sqrt", Math::sqrt);
    addUnary(bindings, "math_trunc", a -> a < 0 ? Math.ceil(a) : Math.floor(a));
    return bindings;
  }

  @SuppressWarnings("Immutable") // The operator has no state.
  private static void addArithmetic(
      List<CelFunctionBinding> bindings, String name, DoubleBinaryOperator operator) {
    bindings.add(
        CelFunctionBinding.from(
            name + LEFT,
            NUMBER,
            Double.class,
            (a, b) -> operator.applyAsDouble(a.forArithmetic(), b)));
    bindings.add(
        CelFunctionBinding.from(
            name + RIGHT,
            Double.class,
            NUMBER,
            (a, b) -> operator.applyAsDouble(a, b.forArithmetic())));
    bindings.add(
        CelFunctionBinding.from(
            name + WRITTEN,
            NUMBER,
            NUMBER,
            (a, b) -> operator.applyAsDouble(a.forArithmetic(), b.forArithmetic())));
  }

  @SuppressWarnings("Immutable") // The operator has no state.
  private static void addUnary(
      List<CelFunctionBinding> bindings, String name, DoubleUnaryOperator operator) {
    bindings.add(
        CelFunctionBinding.from(
            name + WRITTEN, NUMBER, a -> operator.applyAsDouble(a.forArithmetic())));
  }

  private static double round(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(number).setScale(0, RoundingMode.HALF_UP).doubleValue()
        : number;
  }

  private static long toInt(WrittenNumber number) {
    BigInteger whole = number.exact().toBigInteger();
    if (whole.bitLength() >= Long.SIZE) {
      throw new NoValueException("the number is beyond 64 bits");
    }
    return whole.longValue();
  }

  private static UnsignedLong toUint(WrittenNumber number) {
    BigInteger whole = number.exact().toBigInteger();
    if (number.exact().signum() < 0 || whole.bitLength() > Long.SIZE) {
      throw new NoValueException("the number is beyond 64 bits");
    }
    return UnsignedLong.valueOf(whole);
  }
}
