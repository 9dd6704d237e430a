// What is tested is what the host loads: the scripts that `npm run build` makes.
module.exports = {
  roots: ["<rootDir>/test"],
  testEnvironment: "node",
  transform: {},
};
