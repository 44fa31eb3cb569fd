package io.leadgate.console.frame;

/** One value of a list to choose from. */
public record Choice(String value, String label) {}
