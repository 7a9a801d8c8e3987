import { useState } from 'react';
import { bookFrom, firstPersona, nextPersona, type Book, type Persona } from './people.ts';

const key = 'cauce.test-phone';

/** The people of this browser's test phone, and who writes now. */
export function usePeople() {
  const [book, setBook] = useState<Book>(() => bookFrom(localStorage.getItem(key)));
  const keep = (next: Book) => {
    localStorage.setItem(key, JSON.stringify(next));
    setBook(next);
  };
  const { people } = book;
  return {
    people,
    persona: people.find(({ id }) => id === book.chosen) ?? people[0] ?? firstPersona,
    choose: (id: string) => keep({ people, chosen: id }),
    add(name: string): Persona {
      const added = nextPersona(people, name);
      keep({ people: [...people.filter(({ id }) => id !== added.id), added], chosen: added.id });
      return added;
    },
  };
}
