@NullMarked
package io.leadgate.token;

import org.jspecify.annotations.NullMarked;
