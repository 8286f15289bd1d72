package dev.sessionbeam.warehouse;

final class RedshiftScript {
  private RedshiftScript() {}

  static String of(Warehouse w) {
    return "";
  }
}
