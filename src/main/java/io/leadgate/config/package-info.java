/** Reads the settings from the file and the environment, and checks them. */
@NullMarked
package io.leadgate.config;

import org.jspecify.annotations.NullMarked;
