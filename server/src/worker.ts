/** The parsing worker. */
export {};
