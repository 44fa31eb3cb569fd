/** Reads the settings and checks them. */
@NullMarked
package io.leadgate.config;

import org.jspecify.annotations.NullMarked;
