package io.leadgate.config;

/** A secret setting: {@link #toString()} hides it, and only {@link #value()} shows it. */
public record Secret(String value) {

  @Override
  public String toString() {
    return "***";
  }
}
