package io.leadgate.receiver.cut;

/** A text without its credentials. */
public record CutText(String text, Cut.Names names) {}
