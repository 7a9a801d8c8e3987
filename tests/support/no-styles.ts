/** Stands for every stylesheet in tests: names of classes are not what they look at. */
export default {};
